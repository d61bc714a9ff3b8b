"""A document in five scripts, read back by others: pypdf, and the rules of PDF/UA-1."""

import http.server
import io
import logging
import subprocess
import sys
import threading

import pypdf
import pytest
from pdf_ua import broken_rules

from liaison import documents

pytestmark = pytest.mark.pure

PASSAGES = {
    "en": "What each group told us",
    "es": "¿Quién tomó la decisión?",
    "ar": "الأحياء والخدمات",
    "zh-Hans": "社区参与计划",
    "vi": "Tiếng Việt ở thành phố",
}
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    b'<rect width="40" height="20"/></svg>'
)


def document(body, language="en"):
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><title>-</title></head>'
        f"<body><h1>Plan</h1>{body}</body></html>"
    )


@pytest.fixture(scope="module")
def pdf():
    words = "".join(
        f'<p lang="{tag}" dir="{"rtl" if tag == "ar" else "ltr"}">{text}</p>'
        for tag, text in PASSAGES.items()
    )
    table = '<table><tr><th scope="col">Area</th></tr><tr><td>District 1</td></tr></table>'
    drawn = documents.picture(DRAWING, 'A bar as long as "40"')
    return documents.render_pdf(
        document(words + table + f"<figure>{drawn}</figure>", "zh-Hans"),
        title="Plan of the year",
        language="en",
        accent="#aa3300",
    )


@pytest.fixture
def reader(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf))


@pytest.fixture
def complaints(caplog):
    caplog.set_level(logging.ERROR)
    return caplog


def test_title_and_language_are_those_asked_for(reader):
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"] == "en"
    assert reader.metadata.title == "Plan of the year"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]


def test_it_is_tagged(reader):
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    roles = set(roles_below(catalog["/StructTreeRoot"]))
    assert {"/H1", "/P", "/Table", "/TH", "/TD", "/Figure"} <= roles


def test_a_heading_becomes_a_bookmark(reader):
    assert [entry.title for entry in reader.outline] == ["Plan"]


def test_every_font_is_embedded_and_fits_its_script(reader):
    fonts = [reference.get_object() for reference in fonts_of(reader)]
    names = {font["/BaseFont"].partition("+")[2] for font in fonts}
    assert all(embeds(font) for font in fonts)
    assert {"NotoSans", "NotoSansCJKSC", "NotoSansArabic"} <= {
        name.replace("-", "").removesuffix("Regular") for name in names
    }


@pytest.mark.parametrize("tag", ["en", "es", "zh-Hans", "vi"])
def test_words_can_be_read_back(reader, tag):
    assert PASSAGES[tag] in reader.pages[0].extract_text()


def test_arabic_letters_can_be_read_back(reader):
    # extractors print joined letters back to front in places, so letters are compared, not order
    assert set(PASSAGES["ar"]) <= set(reader.pages[0].extract_text())


def test_it_keeps_the_rules_of_pdf_ua(pdf, tmp_path):
    assert broken_rules(pdf, tmp_path) == {}


def test_the_rules_do_catch_a_document_that_breaks_them(tmp_path):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    content = io.BytesIO()
    writer.write(content)
    broken = broken_rules(content.getvalue(), tmp_path)
    assert {"6.2-1", "7.2-34"} & set(broken)


def test_nothing_was_complained_of(complaints):
    documents.render_pdf(document("<p>Words</p>"), title="Plan", language="en")
    assert complaints.records == []


def test_a_letter_that_no_font_has_is_an_error_in_the_log(complaints):
    documents.render_pdf(document("<p>\U0001fbff\U0010fffd</p>"), title="Plan", language="en")
    assert any(".notdef" in record.getMessage() for record in complaints.records)


class Listener(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012  # what this test's server was asked for

    def do_GET(self):
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_arguments):
        """Keep quiet."""


@pytest.fixture
def listener():
    Listener.asked.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_no_file_is_read_and_no_server_is_called(listener, tmp_path, complaints):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of this machine")
    there = f"http://127.0.0.1:{listener.server_address[1]}"
    attack = document(
        "".join(
            f'<link rel="attachment" href="{address}"><link rel="stylesheet" href="{address}">'
            f'<img src="{address}" alt=""><object data="{address}"></object>'
            f'<p style="background: url({address})">x</p>'
            f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}"/></svg>'
            for address in (secret.as_uri(), f"{there}/internal", "ftp://127.0.0.1/x")
        )
    )
    content = documents.render_pdf(attack, title="Plan", language="en")
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert Listener.asked == []
    assert dict(reader.attachments) == {}
    assert b"the secret" not in b"".join(streams_of(reader))
    assert complaints.records


def test_fonts_of_the_enabled_languages_are_there():
    assert documents.fonts_missing(PASSAGES) == []


def test_a_font_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setitem(documents.FONT_FAMILIES, "ar", ("Noto Sans Atlantis",))
    assert documents.fonts_missing(["en", "ar"]) == ["Noto Sans Atlantis"]


def test_the_engine_is_loaded_only_to_draw():
    program = "import sys, liaison.documents; assert 'weasyprint' not in sys.modules"
    subprocess.run((sys.executable, "-c", program), check=True)


def roles_below(node):
    """The roles in the structure tree."""
    for child in kids(node):
        if isinstance(child, dict):
            if "/S" in child:
                yield child["/S"]
            yield from roles_below(child)


def kids(node):
    found = node.get("/K", [])
    found = found if isinstance(found, list) else [found]
    return [kid.get_object() if hasattr(kid, "get_object") else kid for kid in found]


def fonts_of(reader):
    return [font for page in reader.pages for font in page["/Resources"]["/Font"].values()]


def embeds(font):
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    return any(key in inner["/FontDescriptor"] for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def streams_of(reader):
    """Everything stored in the file, unpacked."""
    for number in range(1, len(reader.xref[0]) + 1):
        found = reader.get_object(number)
        if isinstance(found, pypdf.generic.StreamObject):
            yield found.get_data()


def drawn_in(page, words, direction):
    """What is drawn of a paragraph with this `dir` on a page that reads one way or the other."""
    html = document(f'<p dir="{direction}">{words}</p>').replace("<html", f'<html dir="{page}"')
    pdf = documents.render_pdf(html, title="Plan", language="en")
    return pypdf.PdfReader(io.BytesIO(pdf)).pages[0].get_contents().get_data()


@pytest.mark.parametrize(
    ("page", "words", "reads"),
    [
        ("rtl", "12. Who comes?", "ltr"),
        ("ltr", "12. من يأتي؟", "rtl"),
        ("rtl", "12 + 3?", "rtl"),
    ],
)
def test_words_marked_auto_read_as_their_first_letter_does(page, words, reads):
    other = {"ltr": "rtl", "rtl": "ltr"}[reads]
    assert drawn_in(page, words, "auto") == drawn_in(page, words, reads)
    assert drawn_in(page, words, "auto") != drawn_in(page, words, other)


def places_of_words(cell):
    """Where on the paper the words of a row stand whose cells open with this tag."""
    row = "".join(f"{cell}{words}</td>" for words in ("Languages", "When", "Baseline", "Target"))
    html = document(f"<table><tr>{row}</tr></table>").replace("<html", '<html dir="ltr"')
    pdf = documents.render_pdf(html, title="Plan", language="en")
    places = []
    pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text(
        visitor_text=lambda text, _page, matrix, *_font: places.append((text.strip(), matrix[4]))
    )
    return [(text, place) for text, place in places if text]


def test_columns_keep_their_gap_where_cells_say_how_their_words_read():
    assert places_of_words('<td dir="auto">') == places_of_words("<td>")
