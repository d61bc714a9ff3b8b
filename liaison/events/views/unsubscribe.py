"""Where the link below each message leads: one button, no account, nothing to fill in.

Opening the page changes nothing, for programs that look through mail open every link in it. Mail
programs that know RFC 8058 send the POST themselves, so that there it is one click in the mail.
"""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison.events.messages.notices import UNSUBSCRIBE
from liaison.events.operations import messages as operations
from liaison.events.policy.own_links import read_token
from liaison.events.queries.messages import get_sign_up_of_link
from liaison.events.queries.public import get_public_event
from liaison.events.queries.texts import text_of
from liaison.extensions import csrf
from liaison.i18n import current_language
from liaison.web.guards import commits, current_actor, public, sets_no_cookies

blueprint = Blueprint("event_unsubscribe", __name__, url_prefix="/unsubscribe")


@blueprint.get("/<token>")
@sets_no_cookies
@public
def show_unsubscribe(token: str) -> ResponseReturnValue:
    """Says which messages, and offers to stop them or to have them again."""
    return _page(token)


@blueprint.post("/<token>")
@csrf.exempt  # the token is the right to do it, and mail programs send nothing else
@commits
@sets_no_cookies
@public
def unsubscribe(token: str) -> ResponseReturnValue:
    """Stop the messages, or send them again; answered with a page, as mail programs ask."""
    sign_up = get_sign_up_of_link(read_token(token, UNSUBSCRIBE))
    act = operations.subscribe_again if "again" in request.form else operations.unsubscribe
    act(actor=current_actor(), sign_up=sign_up)
    return _page(token)


def _page(token: str) -> ResponseReturnValue:
    sign_up = get_sign_up_of_link(read_token(token, UNSUBSCRIBE))
    event = get_public_event(sign_up.event_id)
    return render_template(
        "events/unsubscribe/show_unsubscribe.html",
        event=event,
        text=text_of(event.id, current_language().tag),
        is_stopped=sign_up.is_unsubscribed,
        address=url_for(".unsubscribe", token=token),
    )
