"""Who reads the audit log, and in which words.

It is about the whole city, so a right to a part of it opens nothing. Acts are stored under the name
of the operation, which stays; ACTS says what was done.
"""

from sqlalchemy import ColumnElement, false, true

from liaison.i18n import _l
from liaison.permissions import Actor, Permission

ACTS = {
    "link_identity": _l("Tied the account to the city's sign-in"),
    "invite": _l("Invited somebody"),
    "send_invitation_again": _l("Sent an invitation again"),
    "withdraw_invitation": _l("Withdrew an invitation"),
    "accept_invitation": _l("Accepted an invitation"),
    "ask_for_reset": _l("Asked for a link to set a new password"),
    "reset_password": _l("Set a new password by a link"),
    "change_password": _l("Changed the password"),
    "confirm_second_factor": _l("Put a second factor in force"),
    "give_code": _l("Signed in with a code"),
    "remove_second_factor": _l("Removed the own second factor"),
    "reset_second_factor": _l("Reset somebody's second factor"),
    "failed_code": _l("Gave a wrong code"),
    "sign_in": _l("Signed in"),
    "sign_out": _l("Signed out"),
    "sign_out_everywhere": _l("Signed out everywhere"),
    "failed_sign_in": _l("Failed to sign in"),
    "edit_own_account": _l("Changed the own account"),
    "add_role": _l("Gave a role"),
    "remove_role": _l("Took a role away"),
    "close_account": _l("Closed an account"),
    "reopen_account": _l("Opened an account again"),
    "erase_user": _l("Erased an account"),
    "create_user": _l("Made an account"),
    "refused_identity": _l("Came from the city's sign-in without an account"),
    "refused_access": _l("Was refused a page"),
    "edit_city": _l("Changed the city's settings"),
    "add_department": _l("Added a department"),
    "rename_department": _l("Renamed a department"),
    "log_contact": _l("Logged a contact"),
    "edit_contact": _l("Changed a contact"),
    "close_contact": _l("Closed a contact"),
    "reopen_contact": _l("Opened a contact again"),
    "import_contacts": _l("Imported contacts"),
    "export_contacts": _l("Took out a list of contacts"),
    "create_topic": _l("Added a topic"),
    "build_demo": _l("Built the demo city"),
    "read_demo_events": _l("Read the events of the demo city"),
    "read_demo_cases": _l("Read the cases of the demo city"),
    "create_collection_point": _l("Opened a collection point"),
    "set_forms_offered": _l("Entered how many forms were offered"),
    "write_report_text": _l("Wrote a text of a report"),
    "check_in": _l("Checked somebody in"),
    "change_check_in": _l("Changed how many were checked in"),
    "undo_check_in": _l("Took a check-in back"),
    "create_event": _l("Added an event"),
    "edit_event": _l("Changed an event"),
    "publish_event": _l("Published an event"),
    "withdraw_event": _l("Took an event back to draft"),
    "cancel_event": _l("Cancelled an event"),
    "restore_event": _l("Restored a cancelled event"),
    "record_attendance": _l("Entered the attendance"),
    "import_events": _l("Imported events"),
    "offer_form": _l("Offered the form at an event"),
    "change_sign_up": _l("Changed a sign-up"),
    "ask_need": _l("Asked for something they need to take part"),
    "book_need": _l("Booked what somebody needs"),
    "confirm_need": _l("Noted that what somebody needs is confirmed"),
    "deliver_need": _l("Noted that what somebody needed was there"),
    "fail_need": _l("Noted that what somebody needed was not there"),
    "withdraw_need": _l("Noted that something is no longer needed"),
    "reopen_need": _l("Took up again what somebody needs"),
    "sign_up": _l("Signed up for an event"),
    "delete_expired_files": _l("Deleted files past their time"),
    "create_liaison": _l("Added a liaison"),
    "edit_liaison": _l("Changed a liaison's entry"),
    "record_training": _l("Entered a training"),
    "train_liaison": _l("Noted a liaison as trained"),
    "activate_liaison": _l("Put a liaison to work"),
    "pause_liaison": _l("Paused a liaison"),
    "resume_liaison": _l("Let a liaison go on"),
    "lapse_liaison": _l("Noted that a liaison's training ended"),
    "thank_liaison": _l("Thanked a liaison who left"),
    "remove_liaison": _l("Removed a liaison"),
    "create_person": _l("Kept a person who agreed to it"),
    "edit_person": _l("Changed a person's details"),
    "erase_person": _l("Erased a person"),
    "look_up_person": _l("Looked a person up"),
    "add_area_set": _l("Added a set of areas"),
    "store_figures": _l("Stored population figures"),
    "create_program": _l("Added a programme"),
    "edit_program": _l("Changed a programme"),
    "set_plan_year": _l("Set a plan year"),
    "add_action": _l("Added an action"),
    "start_action": _l("Started an action"),
    "finish_action": _l("Finished an action"),
    "change_action": _l("Changed an action"),
    "drop_action": _l("Dropped an action"),
    "reopen_action": _l("Opened an action again"),
    "publish_template": _l("Published a worksheet template"),
    "start_worksheet": _l("Started a worksheet"),
    "save_answers": _l("Saved answers of a worksheet"),
    "submit_worksheet": _l("Submitted a worksheet"),
    "request_changes": _l("Asked for changes to a worksheet"),
    "approve_worksheet": _l("Approved a worksheet"),
}


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The row filter of audit entries."""
    return true() if actor.scope(Permission.AUDIT_VIEW).everywhere else false()


def acts_called(words: str) -> list[str]:
    """The acts whose words in the reader's language hold these."""
    text = words.lower()
    return [act for act, name in ACTS.items() if text in str(name).lower()]
