"""Cards before and after a course: no account, no cookie, no name."""

import re
import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.accounts.operations.attempts import count_attempt, refuse_when_spent
from liaison.codes import tidy_code
from liaison.db import new_id
from liaison.errors import InvalidInput
from liaison.extensions import csrf
from liaison.i18n import _, current_language, settings
from liaison.training.models.assessment import Occasion
from liaison.training.models.course import CourseRun
from liaison.training.operations.cards import WRONG_CODE, answer_cards
from liaison.training.policy.cards import (
    ASKED,
    DO_NOT_KNOW,
    KIND_WORDS,
    OCCASION_WORDS,
    SCALE_WORDS,
    open_occasions,
)
from liaison.training.policy.runs import first_day
from liaison.training.queries.cards import find_run_by_code, list_sheets
from liaison.training.queries.courses import get_words
from liaison.web.guards import public, sets_no_cookies

blueprint = Blueprint("training_cards", __name__, url_prefix="/cards")
CODE_SHAPE = re.compile(r"[0-9A-Z]{1,12}")
_OCCASION = f"any({', '.join(Occasion)}):occasion"


@blueprint.get("/")
@sets_no_cookies
@public
def enter_card_code() -> ResponseReturnValue:
    """Where people come who have a code and no camera."""
    typed = tidy_code(request.args.get("code", ""))
    if not typed:
        return render_template("training/cards/enter_card_code.html", typed="", is_wrong=False)
    run = _look_up(typed)
    if run is None:
        page = render_template("training/cards/enter_card_code.html", typed=typed, is_wrong=True)
        return page, 422
    return redirect(url_for(".choose_card", code=run.card_code))


@blueprint.get("/<code>")
@sets_no_cookies
@public
def choose_card(code: str) -> ResponseReturnValue:
    """Before or after: who opens the code at the end must not be given the first card."""
    run = _look_up(tidy_code(code))
    if run is None:
        return render_template("training/cards/unknown_card_code.html"), 404
    occasions = _open(run)
    if not occasions:
        return render_template("training/cards/closed.html"), 410
    return render_template(
        "training/cards/choose_card.html",
        run=run,
        course=get_words(run.course, current_language().tag),
        occasions=[(one.value, OCCASION_WORDS[one]) for one in occasions],
    )


@blueprint.route(f"/<code>/<{_OCCASION}>", methods=["GET", "POST"])
@csrf.exempt  # a token needs a cookie, which this form must not set; it uses nobody's rights
@sets_no_cookies
@public
def answer_card(code: str, occasion: str) -> ResponseReturnValue:
    """The questions. Nothing about who sends the answers is looked at."""
    run, asked = _look_up(tidy_code(code)), Occasion(occasion)
    if run is None:
        return render_template("training/cards/unknown_card_code.html"), 404
    if asked not in _open(run):
        return render_template("training/cards/closed.html"), 410
    problem = _take(run, asked) if request.method == "POST" else None
    if request.method == "POST" and problem is None:
        again = run.card_code if request.args.get("mode") == "tablet" else None
        return redirect(url_for(".thank", again=again, occasion=occasion if again else None))
    sheets = list_sheets(run.course, run.id)
    page = render_template(
        "training/cards/answer_card.html",
        heading=OCCASION_WORDS[asked],
        course=get_words(run.course, current_language().tag),
        sheets=[(kind, KIND_WORDS[kind], sheets[kind]) for kind in ASKED[asked] if kind in sheets],
        scale=SCALE_WORDS,
        do_not_know=DO_NOT_KNOW,
        key=request.form.get("key", "") or new_key(),
        sent=request.form,
        problem=problem,
    )
    return page, 422 if problem else 200


@blueprint.get("/thanks")
@sets_no_cookies
@public
def thank() -> ResponseReturnValue:
    """Says thanks; on a tablet that is handed on, leads to the next empty card."""
    again, occasion = tidy_code(request.args.get("again", "")), request.args.get("occasion", "")
    is_card = CODE_SHAPE.fullmatch(again) and occasion in set(Occasion)
    return render_template(
        "training/cards/thank.html", again=again if is_card else "", occasion=occasion
    )


def new_key() -> str:
    """Of one filled-in form, so that sending it twice stores it once."""
    return uuid.uuid4().hex


def _take(run: CourseRun, occasion: Occasion) -> tuple[str, str] | None:
    """Store what was sent; else the field that has to be mended, and how."""
    sent = {name: value for name, value in request.form.items() if name not in {"key", "own_code"}}
    try:
        stored = answer_cards(
            run=run,
            occasion=occasion,
            own_code=request.form.get("own_code", ""),
            sent=sent,
            key=_read_key(request.form.get("key", "")),
            today=clock.today(settings().zone()),
        )
    except InvalidInput as refusal:
        return refusal.field, refusal.message
    return None if stored else ("cards", _("Answer one question at least."))


def _read_key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:  # sent by a program that never saw the form
        return new_id()


def _open(run: CourseRun) -> list[Occasion]:
    return open_occasions(run.state, first_day(run), clock.today(settings().zone()))


def _look_up(code: str) -> CourseRun | None:
    """The run of a code. Wrong codes are counted; a right one leaves no trace of who had it."""
    address = request.remote_addr or ""
    refuse_when_spent(WRONG_CODE, address)
    run = find_run_by_code(code)
    if run is None:
        count_attempt(WRONG_CODE, address)
    return run
