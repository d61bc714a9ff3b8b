"""The report on paper and on the command line."""

import json

import pytest
from factories.evaluation import YEAR, live_a_year
from pdf_ua import broken_rules

from liaison import i18n
from liaison.evaluation.cli import report_command
from liaison.evaluation.exports.document import report_html, report_pdf
from liaison.evaluation.figures.report import build_report
from liaison.permissions import SYSTEM


@pytest.fixture
def year(cast):
    live_a_year(cast)
    return cast


def report_of(cast):
    return build_report(SYSTEM, cast.outreach.id, YEAR)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pdf_is_tagged(year, language, tmp_path):
    with i18n.in_language(language):
        pdf = report_pdf(report_of(year))
    assert broken_rules(pdf, tmp_path) == {}


def test_pictures_stand_in_the_document_itself(year):
    html = report_html(report_of(year))
    assert html.count('src="data:image/svg+xml;base64,') >= 4
    assert html.count("<img") == html.count('src="data:')


def test_the_command_writes_each_file(app, year, tmp_path):
    html, told = tmp_path / "r.html", tmp_path / "r.json"
    arguments = ["parks-outreach", f"--year={YEAR}", f"--html={html}", f"--json={told}"]
    done = app.test_cli_runner().invoke(report_command, [*arguments, "--language=es"])
    assert done.exit_code == 0, done.output
    assert '<html lang="es"' in html.read_text()
    assert json.loads(told.read_text())["year"] == YEAR


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["parks-outreach", "--year=2026"], "Say what to write"),
        (["nothing", "--year=2026", "--json=/tmp/never"], "There is: meters, parks-outreach."),
        (["parks-outreach", "--year=2026", "--json=r", "--language=tlh"], "use one of en, es"),
        (["parks-outreach", "--year=2026", "--json=/none/r.json"], "cannot be written"),
    ],
)
def test_the_command_says_what_to_do(app, year, arguments, words):
    done = app.test_cli_runner().invoke(report_command, arguments)
    assert done.exit_code != 0
    assert words in " ".join(done.output.replace("│", " ").split())
