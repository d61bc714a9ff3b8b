"""The report of the demo's year on paper: tagged, and every number of it is in the JSON."""

import io
import json
import re
from decimal import Decimal

import pytest
from pdf_ua import broken_rules
from pypdf import PdfReader

from liaison.evaluation.cli import commands

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
DAY = re.compile(rf"(?:{MONTHS})[a-z]* \d{{1,2}}, \d{{4}}(?:, [\d:]+\s[AP]M)?")
PAGE = re.compile(r"^\d+ / \d+$", re.MULTILINE)
# what it means to be about as expected, and to be a small number, as the report's method says
SAID_IN_WORDS = {"0.80", "1.25", "95"}
AXIS_OF_RATIOS = {"0.25", "0.5", "1", "2", "4"}


@pytest.fixture(scope="module")
def files(demo_app, tmp_path_factory):
    """The PDF and the JSON, made in one go."""
    folder = tmp_path_factory.mktemp("report")
    made = {kind: folder / f"report.{kind}" for kind in ("pdf", "json")}
    options = [f"--{kind}={path}" for kind, path in made.items()]
    runner = demo_app.test_cli_runner()
    done = runner.invoke(commands[0], ["parks-outreach", "--year=2023", *options])
    assert done.exit_code == 0, done.output
    return made


@pytest.fixture(scope="module")
def paper(files):
    return PdfReader(io.BytesIO(files["pdf"].read_bytes()))


def test_it_breaks_no_rule_of_pdf_ua(files, tmp_path):
    assert broken_rules(files["pdf"].read_bytes(), tmp_path) == {}


def test_it_says_its_title_and_language(paper):
    assert paper.metadata.title == "Parks outreach: evaluation report 2023"
    assert paper.trailer["/Root"]["/Lang"] == "en"
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_its_fonts_are_inside(paper):
    fonts = [
        font.get_object()
        for page in paper.pages
        for family in page["/Resources"]["/Font"].values()
        for font in family.get_object()["/DescendantFonts"]
    ]
    assert fonts
    for font in fonts:
        described = font["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(described), font["/BaseFont"]


def test_it_has_about_twenty_pages_with_maps_and_charts(paper):
    assert 12 <= len(paper.pages) <= 26
    html = "".join(page.extract_text() for page in paper.pages)
    assert "Events by area" in html
    assert "Contacts by area" in html


def test_the_json_holds_every_number_it_prints(files, paper):
    told = list(leaves(json.loads(files["json"].read_text(encoding="utf-8"))))
    text = "\n".join(page.extract_text() for page in paper.pages)
    for moment in (PAGE, DAY):
        text = moment.sub(" ", text)
    printed = set(NUMBER.findall(text))
    assert len(printed) > 200
    assert printed - forms_of(told) - SAID_IN_WORDS - AXIS_OF_RATIOS == set()


def leaves(thing):
    if isinstance(thing, dict | list):
        for value in thing.values() if isinstance(thing, dict) else thing:
            yield from leaves(value)
    else:
        yield thing


def forms_of(told):
    """How the numbers of the JSON may be written on paper."""
    forms = set()
    for value in told:
        if isinstance(value, str):
            forms |= set(NUMBER.findall(value))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            # as it is, as a percentage, and cents as money
            exact = Decimal(str(value))
            for number in (exact, 100 * exact, exact / 100):
                forms |= {f"{number:,.{digits}f}" for digits in (0, 1, 2)}
    return forms
