"""One transaction per request: opened by the first statement, ended here and nowhere else."""

import logging

from flask import Flask, Response, current_app, request

from liaison import db

log = logging.getLogger(__name__)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def _begin() -> None:
    db.begin_request(is_unsafe=request.method not in SAFE or _is_marked())


def _means_to_store(response: Response) -> bool:
    if request.method in SAFE and not _is_marked():
        return False
    if response.status_code in {201, 204, 301, 302, 303, 307, 308}:
        return True
    return response.status_code == 200 and _is_marked()


def _is_marked() -> bool:
    """Does the view carry `@commits`?"""
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "commits", False))


def _end(response: Response) -> Response:
    kept = db.settle(commits=_means_to_store(response))
    if not kept and response.status_code < 400:
        log.error("%s %s threw away what it wrote", request.method, request.path)
    return response


def tie_to(app: Flask) -> None:
    """Begin and settle around every request."""
    app.before_request(_begin)
    app.after_request(_end)
