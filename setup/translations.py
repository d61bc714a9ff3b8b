"""Collect the strings people see and keep every language's catalogue in step.

`translations.py` writes translations/messages.pot and updates each messages.po: new strings come
in untranslated, strings that are gone leave. `translations.py --check` writes nothing and fails
when that would change anything. The files are sorted and name source files without line numbers,
so that two branches touch the same lines only where they change the same strings.
"""

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "translations"
TEMPLATE = FOLDER / "messages.pot"
LOCALES = ("es", "zh_Hans", "vi", "ar")
SOURCES: dict[str, list[tuple[str, str]]] = {
    "liaison": [("**.py", "python")],
    "templates": [("**.*", "jinja2")],
}
IN_CONTEXT = ((1, "c"), 2)  # the first argument is the context of the second
KEYWORDS = DEFAULT_KEYWORDS | {"_l": None, "_n": (1, 2), "_p": IN_CONTEXT, "_lp": IN_CONTEXT}
NOTE = "NOTE:"  # a comment for translators starts so, on the line above the string
# Dates would make every run a change, and nobody reads them.
DATES = re.compile(rb'^"(POT-Creation|PO-Revision)-Date: .*\n', re.MULTILINE)


def new_catalog(locale: str | None) -> Catalog:
    """Make an empty catalogue whose header names nobody: the history of the file does."""
    return Catalog(
        locale=locale,
        header_comment="# The strings of Liaison. Kept in step by `make translations`.",
        project="Liaison",
        version="1",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        fuzzy=False,
    )


def collect() -> Catalog:
    """Read all strings from the code and the templates."""
    catalog = new_catalog(None)
    for folder, methods in SOURCES.items():
        found = extract_from_dir(
            str(ROOT / folder), methods, keywords=KEYWORDS, comment_tags=(NOTE,)
        )
        for name, _, message, comments, context in found:
            place = f"{folder}/{name}"
            catalog.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalog


def text_of(catalog: Catalog) -> bytes:
    """Write a catalogue the one way it is stored."""
    buffer = io.BytesIO()
    write_po(
        buffer, catalog, width=100, sort_output=True, include_lineno=False, ignore_obsolete=True
    )
    return DATES.sub(b"", buffer.getvalue())


def brought_up_to_date(file: Path, template: Catalog) -> Catalog:
    """Read one language's catalogue and take over what is new and what is gone."""
    locale = file.parent.parent.name
    if file.exists():
        with file.open("rb") as source:
            catalog = read_po(source, locale=locale)
    else:
        catalog = new_catalog(locale)
    # A guess from a similar string looks translated and says something else, so no fuzzy ones.
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
    return catalog


def main() -> None:
    """Write the files that differ, or with --check name them and fail."""
    template = collect()
    wanted = {TEMPLATE: text_of(template)}
    for file in (FOLDER / locale / "LC_MESSAGES" / "messages.po" for locale in LOCALES):
        wanted[file] = text_of(brought_up_to_date(file, template))
    stale = [
        file for file, text in wanted.items() if not file.exists() or file.read_bytes() != text
    ]
    names = "\n".join(str(file.relative_to(ROOT)) for file in stale)
    if "--check" in sys.argv[1:]:
        sys.exit(f"Not up to date; run `make translations`:\n{names}" if stale else 0)
    for file in stale:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(wanted[file])
    print(f"{len(template)} strings. Changed:\n{names}" if stale else "Nothing has changed.")


if __name__ == "__main__":
    main()
