"""The parts of a profile that are changed one by one, the same for both doors."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, TypeVar, cast

from flask import Blueprint, request

from liaison.city.queries import list_departments
from liaison.errors import NotFound
from liaison.i18n import _, _l, day, in_parts, isolated, wall_time
from liaison.languages import spoken_language
from liaison.liaisons.forms.profile import (
    ABILITIES,
    UNSAID,
    AbsenceForm,
    CommunitiesForm,
    ConflictForm,
    HoursForm,
    LanguageForm,
    QuietForm,
    ReachForm,
    StoredForm,
    TravelForm,
    community_names,
    weekday_words,
)
from liaison.liaisons.models.liaison import Liaison, ReachBy, Travel
from liaison.liaisons.operations import profile as operations
from liaison.liaisons.policy.profile import Part
from liaison.liaisons.queries.profiles import Ability, Hours, Profile
from liaison.permissions import SYSTEM, Actor, Permission
from liaison.programs.queries import list_active_programs
from liaison.web.forms import Difference, Form, list_differences

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Line:
    """Something on the list of a part that can be taken off."""

    key: str
    words: str


def _no_lines(_profile: Profile) -> list[Line]:
    return []


def _no_drop(_actor: Actor, _liaison: Liaison, _key: str) -> None:
    raise NotFound


@dataclass(frozen=True)
class PartPage:
    """How one part is shown and changed.

    `read` makes the form with what is stored in a profile; `save` runs the operation, and gives
    None where it was refused; `lines` is what the part holds, and `drop` takes a line off.
    """

    part: Part
    title: Any
    read: Callable[..., Form]
    save: Callable[[Any, Actor, Liaison], object]
    lines: Callable[[Profile], list[Line]] = _no_lines
    drop: Callable[[Actor, Liaison, str], None] = _no_drop
    lead: Any = ""

    @property
    def is_list(self) -> bool:
        return self.lines is not _no_lines


def _read_reach(profile: Profile, **options: Any) -> Form:
    person = profile.liaison.person
    form = ReachForm(
        name=person.name,
        email=person.email,
        phone=person.phone,
        reach_by=profile.liaison.reach_by.value,
        language=person.language or "",
        **options,
    )
    form.offer()
    return form


def _save_reach(form: ReachForm, actor: Actor, liaison: Liaison) -> object:
    return form.attempt(
        operations.edit_reach,
        actor=actor,
        liaison=liaison,
        name=form.name.data,
        email=form.email.data or "",
        phone=form.phone.data or "",
        reach_by=ReachBy(form.reach_by.data),
        language=form.language.data or None,
    )


def ability_words(ability: Ability) -> list[str]:
    return [str(words) for key, words in ABILITIES.items() if getattr(ability, key)]


def _read_language(profile: Profile) -> Form:
    """With `?language=vi` in the address, what is offered in that language so far."""
    chosen = request.args.get("language", "")
    held = [
        key
        for ability in profile.languages
        if ability.language == chosen
        for key in ABILITIES
        if getattr(ability, key)
    ]
    form = LanguageForm(language=chosen if held else "", abilities=held)
    form.offer()
    return form


def _save_language(form: LanguageForm, actor: Actor, liaison: Liaison) -> object:
    return form.attempt(
        operations.set_language,
        actor=actor,
        liaison=liaison,
        language=form.language.data,
        **{key: key in form.abilities.data for key in ABILITIES},
    )


def _language_lines(profile: Profile) -> list[Line]:
    return [
        Line(
            ability.language,
            _(
                "%(language)s: %(abilities)s",
                language=isolated(spoken_language(ability.language).name),
                abilities=in_parts(ability_words(ability)),
            ),
        )
        for ability in profile.languages
    ]


def _drop_language(actor: Actor, liaison: Liaison, key: str) -> None:
    if not key.isprintable():  # no tag of a language, and more than PostgreSQL can compare
        raise NotFound
    operations.drop_language(actor=actor, liaison=liaison, language=key)


def _read_communities(profile: Profile, **options: Any) -> Form:
    return CommunitiesForm(communities="\n".join(profile.communities), **options)


def _save_communities(form: CommunitiesForm, actor: Actor, liaison: Liaison) -> object:
    names = community_names(form.communities.data)
    return form.attempt(operations.set_communities, actor=actor, liaison=liaison, communities=names)


def _read_hours(_profile: Profile) -> Form:
    form = HoursForm()
    form.offer()
    return form


def _save_hours(form: HoursForm, actor: Actor, liaison: Liaison) -> object:
    return form.attempt(
        operations.add_hours,
        actor=actor,
        liaison=liaison,
        weekdays=form.weekdays.data,
        from_time=form.from_time.data,
        until_time=form.until_time.data,
    )


def hours_words(hours: Hours) -> str:
    return _(
        "%(day)s, %(start)s to %(end)s",
        day=weekday_words(hours.weekday),
        start=wall_time(hours.from_time),
        end=wall_time(hours.until_time),
    )


def _hours_lines(profile: Profile) -> list[Line]:
    return [Line(f"{one.weekday}@{one.from_time}", hours_words(one)) for one in profile.hours]


def _drop_hours(actor: Actor, liaison: Liaison, key: str) -> None:
    weekday, _at, start = key.partition("@")
    try:
        number, from_time = int(weekday), time.fromisoformat(start)
    except ValueError:
        raise NotFound from None
    operations.drop_hours(actor=actor, liaison=liaison, weekday=number, from_time=from_time)


def _save_absence(form: AbsenceForm, actor: Actor, liaison: Liaison) -> object:
    return form.attempt(
        operations.add_absence,
        actor=actor,
        liaison=liaison,
        first_on=form.first_on.data,
        last_on=form.last_on.data,
    )


def _absence_lines(profile: Profile) -> list[Line]:
    return [
        Line(
            str(one.id),
            day(one.first_on)
            if one.first_on == one.last_on
            else _("%(first)s to %(last)s", first=day(one.first_on), last=day(one.last_on)),
        )
        for one in profile.absences
    ]


def _drop_absence(actor: Actor, liaison: Liaison, key: str) -> None:
    operations.drop_absence(actor=actor, liaison=liaison, absence_id=_id(key))


def _save_travel(form: TravelForm, actor: Actor, liaison: Liaison) -> object:
    return form.attempt(
        operations.set_travel, actor=actor, liaison=liaison, travel=Travel(form.travel.data)
    )


def _read_quiet(profile: Profile, **options: Any) -> Form:
    liaison = profile.liaison
    return QuietForm(quiet_from=liaison.quiet_from, quiet_until=liaison.quiet_until, **options)


def _read_travel(profile: Profile, **options: Any) -> Form:
    return TravelForm(travel=profile.liaison.travel.value, **options)


def _save_quiet(form: QuietForm, actor: Actor, liaison: Liaison) -> object:
    return form.attempt(
        operations.set_quiet_hours,
        actor=actor,
        liaison=liaison,
        quiet_from=form.quiet_from.data,
        quiet_until=form.quiet_until.data,
    )


def _read_conflict(_profile: Profile) -> Form:
    form = ConflictForm()
    departments = [(one.id, one.name) for one in list_departments()]
    # what programmes there are is no secret: their names stand on public pages
    programs = [(one.id, one.name) for one in list_active_programs(SYSTEM, Permission.PROGRAM_VIEW)]
    form.offer(programs, departments)
    return form


def _save_conflict(form: ConflictForm, actor: Actor, liaison: Liaison) -> object:
    return form.attempt(
        operations.add_conflict,
        actor=actor,
        liaison=liaison,
        words=form.words.data or "",
        **form.chosen(),
    )


def _conflict_lines(profile: Profile) -> list[Line]:
    return [
        Line(
            str(one.id),
            _("%(name)s: %(words)s", name=isolated(one.name), words=isolated(one.words))
            if one.words
            else one.name,
        )
        for one in profile.conflicts
    ]


def _drop_conflict(actor: Actor, liaison: Liaison, key: str) -> None:
    operations.drop_conflict(actor=actor, liaison=liaison, conflict_id=_id(key))


def _id(key: str) -> uuid.UUID:
    try:
        return uuid.UUID(key)
    except ValueError:
        raise NotFound from None


PAGES: Mapping[str, PartPage] = {
    "reach": PartPage(Part.REACH, _l("Name and ways to reach"), _read_reach, _save_reach),
    "languages": PartPage(
        Part.LANGUAGES,
        _l("Languages"),
        _read_language,
        _save_language,
        _language_lines,
        _drop_language,
        _l("Speaking with people, interpreting for others and writing are different things."),
    ),
    "communities": PartPage(
        Part.COMMUNITIES, _l("Communities"), _read_communities, _save_communities
    ),
    "hours": PartPage(
        Part.HOURS,
        _l("Usual hours"),
        _read_hours,
        _save_hours,
        _hours_lines,
        _drop_hours,
        _l("When jobs can usually be taken. Without any hours on the list, any time may be asked."),
    ),
    "absences": PartPage(
        Part.ABSENCES,
        _l("Days away"),
        lambda _profile: AbsenceForm(),
        _save_absence,
        _absence_lines,
        _drop_absence,
        _l("No job is offered for these days. Nobody asks why."),
    ),
    "travel": PartPage(
        Part.TRAVEL,
        _l("Travel"),
        _read_travel,
        _save_travel,
    ),
    "quiet": PartPage(
        Part.QUIET,
        _l("Quiet hours"),
        _read_quiet,
        _save_quiet,
        lead=_l("Between these times the city sends no message that asks for something."),
    ),
    "conflicts": PartPage(
        Part.CONFLICTS,
        _l("Conflicts of interest"),
        _read_conflict,
        _save_conflict,
        _conflict_lines,
        _drop_conflict,
        _l("For these programmes and departments no job is offered."),
    ),
}


def at_each_part(blueprint: Blueprint) -> Callable[[View], View]:
    """Give a view an address for each part, which it is called with."""

    def add(view: View) -> View:
        for part in PAGES:
            blueprint.add_url_rule(
                f"/{part}", view_func=view, methods=["GET", "POST"], defaults={"part": part}
            )
        return view

    return add


def save_part(
    page: PartPage, form: Form, actor: Actor, profile: Profile
) -> tuple[bool, list[Difference]]:
    """Was the form sent and what it says stored; and what somebody else stored meanwhile.

    Whoever saw that and sends the form again means it.
    """
    clashes: list[Difference] = []
    is_sent = form.validate_on_submit()
    if isinstance(form, StoredForm):
        stored = cast("StoredForm", page.read(profile, formdata=None))
        opened, form.opened.data = form.opened.data, stored.fingerprint()
        if is_sent and opened and opened != form.opened.data:
            names = {name: name for name in stored.data if name not in UNSAID}
            clashes = list_differences(form, stored, names, {})
        if clashes:
            words = _("Somebody changed this meanwhile. Saving again replaces what they wrote.")
            form.form_errors.append(words)
            return False, clashes
    return is_sent and bool(page.save(form, actor, profile.liaison)), clashes


def find_page(name: str) -> PartPage:
    """Raises NotFound."""
    if name not in PAGES:
        raise NotFound
    return PAGES[name]
