"""The audit log on the desk."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from liaison.audit import queries
from liaison.audit.policy.acts import ACTS
from liaison.audit.policy.fields import FIELDS
from liaison.audit.policy.records import RECORDS
from liaison.audit.policy.values import name_value
from liaison.audit.queries import EntryFilter
from liaison.i18n import _, _l, instant
from liaison.permissions import Permission
from liaison.web.guards import current_actor, requires
from liaison.web.tables import PAGE_SIZE, Column, Page, page_number

blueprint = Blueprint("audit", __name__, url_prefix="/desk/audit")
COLUMNS = (
    Column(_l("When")),
    Column(_l("Who")),
    Column(_l("What was done")),
    Column(_l("To which record")),
    Column(_l("Before and after")),
)


INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00")  # as the log stores one


@dataclass(frozen=True)
class Change:
    """One line of an entry. Personal values were never stored: `is_personal` says so."""

    field: str
    before: str
    after: str
    is_personal: bool = False


def _changes(table: str, changes: dict[str, Any]) -> list[Change]:
    # what was empty and stayed so, when a record was made, tells nothing
    told = {field: value for field, value in changes.items() if value != [None, None]}
    return [_change(table, field, value) for field, value in told.items()]


def _change(table: str, field: str, value: Any) -> Change:
    name = _named(FIELDS, field)
    if value == "changed":
        return Change(name, "", "", is_personal=True)
    if isinstance(value, list) and len(value) == 2:
        before, after = (_shown(_in_words(table, field, one)) for one in value)
        return Change(name, before, after)
    return Change(name, "", _shown(_in_words(table, field, value)))


def _in_words(table: str, field: str, value: Any) -> Any:
    return str(name_value(table, field, value)) if isinstance(value, str) else value


def _shown(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, str) and INSTANT.fullmatch(value):
        return instant(datetime.fromisoformat(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _named(words: Mapping[str, Any], name: str) -> str:
    """What is no longer in the code has no words any more: its name is read as it was stored."""
    return str(words.get(name) or name.replace("_", " ").capitalize())


@blueprint.get("/")
@requires(Permission.AUDIT_VIEW)
def list_entries() -> ResponseReturnValue:
    """Who did what, when, with the values before and after."""
    actor, number = current_actor(), page_number()
    wanted = EntryFilter(
        *(request.args.get(name, "").strip() for name in ("person", "action", "subject"))
    )
    rows = queries.list_entries(actor, wanted, skip=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    return render_template(
        "audit/list_entries.html",
        page=Page(rows, queries.count_entries(actor, wanted), number),
        wanted=wanted,
        columns=COLUMNS,
        changes=_changes,
        act_name=partial(_named, ACTS),
        record_name=partial(_named, RECORDS),
    )
