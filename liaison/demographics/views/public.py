"""The form people answer: no account, no cookie, no script, and nothing they must fill in."""

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.accounts.operations.attempts import count_attempt, refuse_when_spent
from liaison.codes import tidy_code
from liaison.demographics.models import CollectionPoint, Mode
from liaison.demographics.operations import WRONG_CODE, store_response
from liaison.demographics.queries.packs import get_pack
from liaison.demographics.queries.points import find_point_by_code, is_open
from liaison.extensions import csrf
from liaison.i18n import current_language, settings
from liaison.places.queries import list_main_areas
from liaison.web.guards import public, sets_no_cookies

blueprint = Blueprint("demographics", __name__)
MODES = {"tablet": Mode.TABLET}  # of ?mode=; anything else is the person's own phone
CODE_SHAPE = re.compile(r"[0-9A-Z]{1,12}")


@blueprint.get("/answer")
@sets_no_cookies
@public
def enter_code() -> ResponseReturnValue:
    """Where people come who have a code and no camera."""
    typed = tidy_code(request.args.get("code", ""))
    if not typed:
        return render_template("demographics/public/enter_code.html", typed="", is_wrong=False)
    point = _look_up(typed)
    if point is None:
        page = render_template("demographics/public/enter_code.html", typed=typed, is_wrong=True)
        return page, 422
    return redirect(url_for(".answer_form", code=point.code))


@blueprint.route("/answer/<code>", methods=["GET", "POST"])
@csrf.exempt  # a token needs a cookie, which this form must not set; it uses nobody's rights
@sets_no_cookies
@public
def answer_form(code: str) -> ResponseReturnValue:
    """The questions; nothing about who sends the answers is looked at."""
    point = _look_up(tidy_code(code))
    if point is None:
        return render_template("demographics/public/unknown_code.html"), 404
    if not is_open(point, clock.today(settings().zone())):
        return render_template("demographics/public/closed.html", point=point), 410
    areas = list_main_areas()
    mode = MODES.get(request.args.get("mode", ""), Mode.PHONE)
    pack = get_pack(point.pack)
    if request.method == "POST":
        store_response(
            point=point,
            language=current_language().tag,
            mode=mode,
            ticked={q.key: request.form.getlist(q.key) for q in pack.questions},
            area_codes=[area.code for area in areas],
        )
        again = point.code if mode is Mode.TABLET else None
        return redirect(url_for(".thank", again=again))
    return render_template("demographics/public/answer_form.html", pack=pack, areas=areas)


@blueprint.get("/answer/thanks")
@sets_no_cookies
@public
def thank() -> ResponseReturnValue:
    """Says thanks; on a tablet that is handed on, leads to the next empty form."""
    again = tidy_code(request.args.get("again", ""))
    return render_template(
        "demographics/public/thank.html", again=again if CODE_SHAPE.fullmatch(again) else ""
    )


def _look_up(code: str) -> CollectionPoint | None:
    """The point of a code. Wrong codes are counted; a right one leaves no trace of who had it."""
    address = request.remote_addr or ""
    refuse_when_spent(WRONG_CODE, address)
    point = find_point_by_code(code)
    if point is None:
        count_attempt(WRONG_CODE, address)
    return point
