"""Refusals as pages: a real page in the person's language, with a reference that is in the log."""

import logging
import uuid

from flask import Flask, abort, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from liaison import db
from liaison.errors import LiaisonError, NotAllowed, NotFound, TooManyTries, WrongState

log = logging.getLogger(__name__)
STATUS: dict[type[LiaisonError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    WrongState: 409,
    TooManyTries: 429,
}
PAGES = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500})


def reference() -> str:
    """What a person can quote; the log lines of this request carry it."""
    if "reference" not in g:
        g.reference = uuid.uuid4().hex[:10]
    found: str = g.reference
    return found


def error_page(status: int, message: str = "") -> ResponseReturnValue:
    """The page of a status; unknown ones answer with the page of their family."""
    page = status if status in PAGES else (500 if status >= 500 else 400)
    log.log(
        # loud enough to be in every log: somebody may quote the reference
        logging.ERROR if status >= 500 else logging.WARNING,
        "answered %s to %s %s, reference %s",
        status,
        request.method,
        request.path,
        reference(),
    )
    view = current_app.view_functions.get(request.endpoint or "")
    return render_template(
        f"errors/{page}.html",
        message=message,
        reference=reference(),
        stands_open=getattr(view, "stands_open", False),
    ), status


def _on_refusal(refusal: LiaisonError) -> ResponseReturnValue:
    return error_page(STATUS.get(type(refusal), 422), refusal.message)


def _on_http(fault: HTTPException) -> ResponseReturnValue:
    if fault.response is not None:
        return fault.response
    page = make_response(error_page(fault.code or 500))
    for name, value in fault.get_headers():
        page.headers.setdefault(name, value)  # such as the methods that an address does take
    return page


def _on_forgery(_fault: CSRFError) -> ResponseReturnValue:
    return error_page(400)


def _on_clash(fault: IntegrityError) -> ResponseReturnValue:
    """Two requests at the same moment, each right by itself: the database took the other one."""
    log.error("reference %s", reference(), exc_info=fault)
    db.db.session.rollback()
    return error_page(409)


def _on_bug(fault: Exception) -> ResponseReturnValue:
    log.error("reference %s", reference(), exc_info=fault)
    db.db.session.rollback()  # or the page could not ask for the city's name
    return error_page(500)


def _refuse_unreadable() -> None:
    """No address holds bytes that are no text, nor NUL, which neither PostgreSQL nor HTML takes."""
    if "\0" in request.path:
        abort(404)
    try:
        parts = [part for pair in request.args.items(multi=True) for part in pair]
    except UnicodeDecodeError:
        abort(400)
    if any("\0" in part for part in parts):
        abort(400)


def tie_to(app: Flask) -> None:
    """Answer every refusal and every fault with a page."""
    app.before_request(_refuse_unreadable)
    app.register_error_handler(LiaisonError, _on_refusal)
    app.register_error_handler(CSRFError, _on_forgery)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(IntegrityError, _on_clash)
    app.register_error_handler(Exception, _on_bug)
