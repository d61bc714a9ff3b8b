"""Payments handed to finance."""

import uuid
from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from liaison import clock
from liaison.i18n import _, settings
from liaison.liaisons.exports import payments as exports
from liaison.liaisons.forms.payments import PaymentForm
from liaison.liaisons.operations.payments import pay_work
from liaison.liaisons.policy.pay import KINDS
from liaison.liaisons.queries import payments as queries
from liaison.permissions import Permission
from liaison.web.exports import csv_response
from liaison.web.forms import form_page
from liaison.web.guards import current_actor, requires
from liaison.web.tables import PAGE_SIZE, Column, page_number, read_day

blueprint = Blueprint("payments", __name__, url_prefix="/desk/work/payments")


@blueprint.get("/")
@requires(Permission.WORK_PAY)
def list_payments() -> ResponseReturnValue:
    """What was handed to finance, the newest first."""
    number = page_number()
    found = queries.list_payments(
        current_actor(), limit=PAGE_SIZE + 1, offset=(number - 1) * PAGE_SIZE
    )
    return render_template(
        "liaisons/payments/list_payments.html",
        payments=found[:PAGE_SIZE],
        number=number,
        has_more=len(found) > PAGE_SIZE,
        columns=[
            Column(_("Payment")),
            Column(_("Made")),
            Column(_("By")),
            Column(_("Entries"), is_number=True),
            Column(_("Sum"), is_number=True),
        ],
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.WORK_PAY)
def pay() -> ResponseReturnValue:
    """Look at what is due for work up to a day, then hand it over."""
    actor = current_actor()
    until = _read_until(request.form.get("until") or request.args.get("until", ""))
    seen = queries.find_payable(actor, until)
    expected = exports.control_sum(seen.lines)
    form = PaymentForm(until=until.isoformat(), expected=expected)
    if form.validate_on_submit():
        payment = form.attempt(
            pay_work,
            actor=actor,
            until=until,
            expected=form.expected.data or "",
            key=form.once(actor),
        )
        if payment:
            flash(_("The payment is made. Take out the file for finance."))
            return redirect(url_for(".show_payment", payment_id=payment.id))
        form.expected.data = expected
    return form_page(
        "liaisons/payments/pay.html",
        form=form,
        until=until,
        seen=seen,
        columns=[
            Column(_("Name")),
            Column(_("Entries"), is_number=True),
            Column(_("Sum"), is_number=True),
        ],
    )


def _read_until(text: str) -> date:
    """The day asked for, else the end of last month."""
    try:
        return read_day(text)
    except ValueError:
        return clock.today(settings().zone()).replace(day=1) - timedelta(days=1)


@blueprint.get("/<uuid:payment_id>")
@requires(Permission.WORK_PAY)
def show_payment(payment_id: uuid.UUID) -> ResponseReturnValue:
    """One payment with its control totals, and its file."""
    payment = queries.get_payment(current_actor(), payment_id)
    lines = queries.list_lines(payment.id)
    if request.args.get("format") == "csv":
        name = f"payment-{payment.number}"
        return csv_response(name, exports.HEADER, exports.rows(payment, lines))
    return render_template(
        "liaisons/payments/show_payment.html",
        payment=payment,
        lines=lines,
        control_sum=exports.control_sum(lines),
        kinds=KINDS,
        columns=[
            Column(_("Name")),
            Column(_("Day")),
            Column(_("What")),
            Column(_("Programme")),
            Column(_("Budget code")),
            Column(_("Amount"), is_number=True),
        ],
    )
