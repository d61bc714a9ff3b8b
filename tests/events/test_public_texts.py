"""Events for readers of another language: they find them, and are told what is not translated."""

from datetime import timedelta

import pytest
from factories.events import NOON, add_date, make_event, translate
from statements import counted

from liaison.db import db
from liaison.events.models.event import EventText

LISTS = ["/events/", "/events/calendar/2026/3", "/"]
NOTE = {
    "vi": "sự kiện ở đây chưa được dịch sang ngôn ngữ của quý vị",
    "zh-Hans": "个活动尚未翻译成您的语言",
}


@pytest.fixture(autouse=True)
def before_the_day(at):
    at(NOON - timedelta(days=2))


@pytest.fixture
def fair(cast):
    event = make_event(
        cast.outreach, title="Health fair", summary="With free flu shots.", address="Café St"
    )
    translate(event, "vi", title="Hội chợ sức khỏe", summary="Có chích ngừa cúm miễn phí.")
    translate(event, "zh-Hans", title="健康博览会", summary="免费接种流感疫苗。")
    translate(event, "ar", title="معرض الصحة", summary="لقاح مجاني ضد الإنفلونزا.")
    make_event(cast.outreach, title="Budget hearing")
    return event


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", "sức khỏe"),
        ("vi", "chích ngừa"),
        ("zh-Hans", "博览"),
        ("zh-Hans", "疫苗"),
        ("ar", "لقاح"),
        ("ar", "الصحة"),
        ("en", "flu shots"),
        ("vi", "health fair"),
        ("vi", "HỘI CHỢ"),
        ("vi", "hoi cho suc khoe"),
        ("ar", "الصحه"),
        ("es", "HEALTH-FAIR"),
        ("en", "cafe"),
    ],
)
def test_it_is_found_by_words_of_its_title_and_summary_in_any_language(
    client, fair, language, words
):
    for page in ("", "calendar/2026/3"):
        found = client.get(f"/{language}/events/{page}?text={words}")
        links = [link.get("href", "") for link in found.tree.findall(".//main//a[@dir]")]
        assert [link.endswith(str(fair.id)) for link in links] == [True]


def test_a_further_date_is_found_by_the_same_words(client, fair):
    add_date(fair, starts_at=NOON + timedelta(days=7))
    assert "2 场活动" in client.get("/zh-Hans/events/?text=疫苗").text


def test_words_that_are_changed_are_found_and_those_before_no_longer(client, fair):
    fair.title = "Día de la salud"
    db.session.get(EventText, (fair.id, "vi")).title = "Ngày Sức khỏe"
    db.session.commit()
    assert "1 event " in client.get("/events/?text=dia+de").text
    assert "1 event " in client.get("/events/?text=NGÀY").text
    assert "0 events" in client.get("/events/?text=health+fair").text


def test_the_place_of_a_further_date_is_found(client, fair):
    add_date(fair, starts_at=NOON + timedelta(days=7), place_name="Trường Đông Á")
    assert "1 event " in client.get("/events/?text=truong+dong+a").text


def test_looking_for_words_takes_no_more_statements(client, fair):
    with counted() as without:
        client.get("/vi/events/")
    with counted() as searched:
        client.get("/vi/events/?text=cúm")
    assert len(searched) == len(without)


@pytest.mark.parametrize("page", LISTS)
@pytest.mark.parametrize("language", NOTE)
def test_a_list_says_once_what_is_not_translated_and_how_to_get_help(client, fair, page, language):
    shown = client.get(f"/{language}{page}")
    notes = [note for note in shown.tree.findall(".//main//p") if note.get("class") == "text-note"]
    assert [NOTE[language] in "".join(note.itertext()) for note in notes] == [True]
    (title,) = [a for a in shown.tree.findall(".//main//a") if a.text == "Budget hearing"]
    assert (title.get("lang"), title.get("dir")) == ("en", "ltr")


@pytest.mark.parametrize("page", LISTS)
def test_where_all_is_in_the_readers_language_nothing_is_said(client, fair, page):
    assert "text-note" not in client.get(page).response.text
