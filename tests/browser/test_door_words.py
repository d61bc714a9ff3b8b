"""Names are folded by the device and by the server: both must find the same people."""

import json
from pathlib import Path

from liaison.demo.files import read_rows
from liaison.languages import fold

NAUGHTY = Path(__file__).resolve().parents[1] / "naughty_strings" / "blns.json"
LISTS = ("names/common-forenames-by-country.csv", "names/common-surnames-by-country.csv")
WRITTEN = ("Localized Name", "Romanized Name")
HARD = (
    *("St. John", "J. R. O'Neil", "Smith-Jones, Ann", "Ann `Bo` Lee", "O´Hara", "Jean‑Luc Đặng"),
    *("Þórr Æsir", "Łukasz Œuvre", "STRASSE Straße", "İstanbul ısı", "ΟΔΥΣΣΕΥΣ Ὀδυσσεύς"),
    *("أَحْمَد ـ فاطمة", "سيد‌علی", "王·伟", "ジャン・リュック", "김민수", "נתן שפירא", "ﬁona"),
)
FOLD_ALL = """async (names) => {
  const ours = document.querySelector("script[src$='/enhance.js']").src;
  const { fold } = await import(ours.replace("enhance.js", "door_words.js"));
  return names.map(fold);
}"""


def all_names():
    rows = (row for file in LISTS for row in read_rows(file))
    known = {row[column] for row in rows for column in WRITTEN}
    return sorted({*known, *HARD, *json.loads(NAUGHTY.read_text())} - {""})


def test_the_device_folds_every_name_as_the_server_does(at_desk):
    page = at_desk.visit("/")
    names = all_names()
    folded = dict(zip(names, page.evaluate(FOLD_ALL, names), strict=True))
    differing = {name: (here, fold(name)) for name, here in folded.items() if here != fold(name)}
    assert differing == {}
