"""Every address with its methods and who may call it, in a list that is reviewed with the code.

After a change on purpose write the list anew: LIAISON_UPDATE=1 pytest tests/architecture.
"""

import os
from pathlib import Path

from liaison.web.guards import access_of

LIST = Path(__file__).with_name("routes.txt")
IMPLIED = {"HEAD", "OPTIONS"}


def test_routes_are_the_reviewed_ones(app):
    routes = "".join(f"{line}\n" for line in sorted(map(describe(app), app.url_map.iter_rules())))
    if os.environ.get("LIAISON_UPDATE"):
        LIST.write_text(routes)
    assert LIST.read_text() == routes


def test_no_view_is_without_an_access_mark(app):
    with app.app_context():
        closed = [name for name in app.view_functions if access_of(name) is None]
    assert closed == []


def describe(app):
    def one_line(rule):
        methods = ",".join(sorted(rule.methods - IMPLIED))
        with app.app_context():
            return f"{rule.rule}  {methods}  {rule.endpoint}  [{access_of(rule.endpoint)}]"

    return one_line
