"""Sheets and cards as PDF: codes, languages side by side, the rules of PDF/UA-1."""

import io
import logging

import pypdf
import pytest
from factories.events import make_event
from factories.paper import make_batch
from pdf_ua import broken_rules

from liaison.events.exports.sheets import batch_html, draw_batch
from liaison.events.models.door import PaperKind

FOUR = ["en", "es", "zh-Hans", "ar"]
NAUGHTY = "<script>alert(1)</script> مرحبا & 你好 \u202e"


@pytest.fixture
def event(cast):
    return make_event(cast.outreach, title=NAUGHTY)


def pages_of(pdf):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("kind", PaperKind)
def test_it_keeps_the_rules_and_lacks_no_letter(event, kind, tmp_path, caplog):
    caplog.set_level(logging.ERROR)
    batch = make_batch(event, kind, printed=4, languages=FOUR)
    pdf = draw_batch(batch, event, paper="letter", with_picture=True)
    assert broken_rules(pdf, tmp_path) == {}
    assert caplog.records == []


@pytest.mark.parametrize(("paper", "size"), [("letter", (792, 612)), ("a4", (842, 595))])
def test_the_paper_is_the_one_asked_for(event, paper, size):
    pdf = draw_batch(make_batch(event, printed=3), event, paper=paper, with_picture=False)
    box = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_every_row_carries_its_code_and_every_page_the_batchs(event):
    batch = make_batch(event, printed=30)
    pages = pages_of(draw_batch(batch, event, paper="letter", with_picture=True))
    words = " ".join(pages)
    assert [n for n in range(1, 31) if f"{batch.code}-{n:02}" not in words] == []
    assert all(batch.code in page for page in pages)


@pytest.mark.parametrize("kind", [PaperKind.SIGN_IN, PaperKind.CONTACT])
def test_a_sheet_says_everything_in_each_language(event, kind):
    html = batch_html(
        make_batch(event, kind, printed=2, languages=FOUR), event, paper="a4", with_picture=False
    )
    for language in FOUR:
        assert f'lang="{language}"' in html
    assert "<script>" not in html


def test_a_sheet_in_arabic_alone_is_read_from_the_right(event):
    batch = make_batch(event, printed=2, languages=["ar"])
    pdf = draw_batch(batch, event, paper="a4", with_picture=False)
    assert pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"] == "ar"


def test_cards_of_a_language_are_all_alike(event):
    batch = make_batch(event, PaperKind.CARD, printed=50, languages=["en", "es"])
    html = batch_html(batch, event, paper="letter", with_picture=True)
    cards = html.split('<section class="card"')[1:]
    shapes = {card.split("</section>")[0] for card in cards}
    assert (len(cards), len(shapes)) == (6, 2)
    assert f"{batch.code}-" not in html
    assert "Nobody has to tell us" in " ".join(html.split())


def test_every_card_fits_its_half_of_the_sheet(event):
    for paper in ("letter", "a4"):
        languages = ["en", "es", "zh-Hans", "vi", "ar"]
        batch = make_batch(event, PaperKind.CARD, printed=5, languages=languages)
        pages = pages_of(draw_batch(batch, event, paper=paper, with_picture=False))
        assert len(pages) == 3
        assert sum(page.count(batch.code) for page in pages) == 5


def test_as_many_cards_as_wanted_are_laid_out_once(event, tmp_path, caplog):
    caplog.set_level(logging.ERROR)
    batch = make_batch(event, PaperKind.CARD, printed=25, languages=["en", "ar"])
    pdf = draw_batch(batch, event, paper="a4", with_picture=False)
    pages = pages_of(pdf)
    assert [page.count(batch.code) for page in pages] == [2] * 12 + [1]
    assert len(set(pages)) == 4  # both English, one of each, both Arabic and the last alone
    assert broken_rules(pdf, tmp_path) == {}
    assert caplog.records == []
