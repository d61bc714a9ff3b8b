"""What the values of a column that takes one of a few are called.

The log stores their codes, under the name of the enumeration they come from; what they are called
on the pages of their features stands here once more, because features lie above the log.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Enum

from liaison.db import Base
from liaison.i18n import _l, _lp

VALUES: Mapping[str, Mapping[str, Any]] = {
    "ActionState": {
        "done": _l("Done"),
        "planned": _l("Planned"),
        "started": _l("Started"),
        "changed": _l("Changed"),
        "dropped": _l("Dropped"),
    },
    "Audience": {
        "signed_up": _l("Everybody who has a place"),
        "came": _l("Those who came"),
        "did_not_come": _l("Those who signed up and did not come"),
        "everyone": _l("Everybody, the waiting list too"),
    },
    "CameBy": {
        "search": _l("Found by name"),
        "code": _l("By a code"),
        "walk_in": _l("Walked in"),
        "kiosk": _l("Checked in at the kiosk"),
        "count": _l("Counted"),
        "paper": _l("On paper"),
    },
    "Channel": {
        "email": _l("By e-mail"),
        "text": _l("By text message"),
        "partner": _l("Through a partner"),
        "in_person": _l("In person"),
        "event": _l("At an event"),
        "phone": _l("By phone"),
        "web": _l("On the website"),
        "social": _l("On social media"),
        "office": _l("At an office"),
    },
    "Counted": {
        "limited_english": _l("Speak it, and English less than very well"),
        "at_home": _l("Speak it at home"),
        "community": _l("A community"),
    },
    "ContactState": {
        "closed": _lp("contact", "Closed"),
        "open": _lp("contact", "Open"),
    },
    "EventState": {
        "dropped": _l("Dropped"),
        "draft": _l("Draft"),
        "published": _l("Published"),
        "cancelled": _l("Cancelled"),
    },
    "EvidenceStrength": {
        "none": _l("No evidence yet"),
        "anecdotal": _l("Stories or staff experience"),
        "partial": _l("Some data, gaps known"),
        "solid": _l("Data and community confirmation agree"),
    },
    "LiaisonKind": {
        "volunteer": _l("Volunteer"),
        "contracted": _l("Contracted"),
        "graduate": _l("Academy graduate"),
        "advocate": _l("Advocate"),
    },
    "LiaisonState": {
        "active": _l("Active"),
        "prospect": _l("Prospect"),
        "trained": _l("Trained"),
        "paused": _l("Paused"),
        "lapsed": _l("Training over"),
        "alumni": _l("Thanked and left"),
        "removed": _l("Removed"),
    },
    "MessageKind": {
        "changed": _l("Another time or place"),
        "cancelled": _lp("message", "Cancelled"),
        "reminder": _l("Reminder"),
        "thanks": _l("Thanks"),
        "materials": _l("Materials"),
        "notes": _l("Notes"),
        "restored": _l("It takes place after all"),
    },
    "NeedKind": {
        "interpreter": _l("Interpreter"),
        "sign_language": _l("Sign language interpreter"),
        "captions": _l("Live captions"),
        "step_free": _l("A way in without steps"),
        "childcare": _l("Childcare"),
        "transport": _l("A ride there and back"),
        "food": _l("Food I can eat"),
        "other": _l("Something else"),
    },
    "NeedState": {
        "requested": _lp("need", "Requested"),
        "booked": _lp("need", "Booked"),
        "confirmed": _lp("need", "Confirmed"),
        "delivered": _lp("need", "Was there"),
        "not_delivered": _lp("need", "Was not there"),
        "withdrawn": _lp("need", "No longer needed"),
    },
    "PaperKind": {
        "sign_in": _l("Sign-in sheet"),
        "contact": _l("Contact sheet"),
        "card": _l("Demographic cards"),
    },
    "PlanState": {
        "sent": _lp("message", "Sent"),
        "planned": _lp("message", "Planned"),
        "dropped": _lp("message", "Not sent"),
    },
    "Role": {
        "administrator": _l("Administrator"),
        "coordinator": _l("Coordinator"),
        "program_manager": _l("Programme manager"),
        "liaison": _l("Liaison"),
        "department_staff": _l("Department staff"),
        "council_office": _l("Council office"),
        "analyst": _l("Analyst"),
        "privacy_officer": _l("Privacy officer"),
        "reviewer": _l("Reviewer"),
        "partner": _l("Partner"),
    },
    "SignUpState": {
        "waiting": _lp("sign-up", "Waiting"),
        "lapsed": _lp("sign-up", "Offer ended"),
        "cancelled": _lp("sign-up", "Cancelled"),
        "signed_up": _lp("sign-up", "Has a place"),
        "offered": _lp("sign-up", "Place offered"),
    },
    "SignUpWay": {
        "web": _lp("sign-up", "Web"),
        "paper": _lp("sign-up", "Paper"),
        "staff": _lp("sign-up", "Staff"),
        "door": _lp("sign-up", "Door"),
    },
    "TextStatus": {
        "machine": _l("A machine’s draft"),
        "human": _l("Translated by a person"),
        "reviewed": _l("Reviewed by the community"),
    },
    "UserState": {
        "active": _lp("account", "Open"),
        "closed": _lp("account", "Closed"),
    },
    "WorksheetState": {
        "draft": _l("Draft"),
        "in_review": _l("In review"),
        "changes_requested": _l("Changes requested"),
        "approved": _l("Approved"),
    },
    "ReachBy": {
        "email": _l("By e-mail"),
        "text": _l("By text message"),
        "call": _l("By a call"),
    },
    "Travel": {
        "own_areas": _l("In their own areas"),
        "whole_city": _l("In the whole city"),
    },
    "Level": {
        "completed": _l("Completed"),
        "distinguished": _l("Distinguished"),
    },
    "Task": {
        "interpret": _l("Interpret"),
        "facilitate": _l("Lead a conversation"),
        "advise": _l("Advise on messages"),
        "write": _l("Translate or proofread"),
        "outreach": _l("Go door to door or staff a table"),
        "focus_group": _l("Hold a focus group"),
        "other": _l("Other"),
    },
    "BookingState": {
        "requested": _l("Requested"),
        "offered": _l("Offered"),
        "confirmed": _l("Confirmed"),
        "briefed": _l("Briefed"),
        "done": _l("Done"),
        "debriefed": _l("Debriefed"),
        "paid": _l("Paid"),
        "reported": _l("Reported back"),
        "cancelled": _l("Cancelled"),
    },
    "OfferState": {
        "open": _lp("offer of a job", "Waits for an answer"),
        "accepted": _l("Accepted"),
        "declined": _l("Declined"),
        "expired": _l("Expired"),
        "withdrawn": _lp("offer of a job", "Taken back"),
    },
    "EntryKind": {
        "hours": _l("Hours"),
        "expense": _l("Expense"),
        "stipend": _l("Stipend"),
    },
    "EntryState": {
        "submitted": _l("Waits for approval"),
        "queried": _l("Asked back"),
        "approved": _l("Approved"),
        "refused": _l("Refused"),
        "paid": _l("Paid"),
    },
    "AskKind": {
        "offer": _l("Offer of a job"),
        "invitation": _l("Invitation"),
        "survey": _l("Survey"),
        "other": _l("Other"),
    },
    "CourseKind": {
        "session": _l("One session"),
        "series": _l("Series of sessions"),
        "self_paced": _l("At one's own pace"),
    },
    "RunState": {
        "planned": _l("Planned"),
        "open": _l("Open for applications"),
        "running": _l("Running"),
        "ended": _l("Ended"),
        "cancelled": _l("Cancelled"),
    },
    "Selection": {
        "first_come": _l("First come, first served"),
        "chosen": _l("Chosen after the closing date"),
    },
    "EnrolmentState": {
        "applied": _l("Applied"),
        "waitlisted": _l("On the waiting list"),
        "admitted": _l("Admitted"),
        "declined": _l("Declined"),
        "withdrawn": _l("Withdrawn"),
        "completed": _l("Completed"),
        "not_completed": _l("Not completed"),
    },
    "Mark": {
        "present": _l("Present"),
        "late": _l("Late"),
        "excused": _l("Excused"),
        "made_up": _l("Made up"),
        "absent": _l("Absent"),
    },
    "MarkedBy": {
        "sign_in": _l("On a sheet"),
        "code": _l("By a code"),
        "staff": _l("By staff"),
    },
    "CardKind": {
        "knowledge": _l("Knowledge"),
        "confidence": _l("Confidence"),
        "reaction": _l("Reaction"),
    },
}


def name_value(table: str, column: str, code: str) -> Any:
    """The words for a code; the code itself where the column takes any text."""
    found = Base.metadata.tables.get(table)
    kind = found.columns[column].type if found is not None and column in found.columns else None
    if not isinstance(kind, Enum) or kind.enum_class is None:
        return code
    return VALUES.get(kind.enum_class.__name__, {}).get(code, code)
