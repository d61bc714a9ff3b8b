"""A payment as the file finance takes in: one row a line, then one with the control totals."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from liaison.liaisons.models.work import PaymentBatch
from liaison.liaisons.policy.pay import control_hash
from liaison.liaisons.queries.payments import PayLine

# Read by a program, so these never change with the reader's language.
HEADER = (
    "record",
    "payment",
    "line",
    "reference",
    "payee_reference",
    "payee_name",
    "program_key",
    "program_name",
    "budget_code",
    "kind",
    "worked_on",
    "minutes",
    "amount",
    "control_hash",
)


def rows(payment: PaymentBatch, lines: Sequence[PayLine]) -> Iterator[list[Any]]:
    """The lines, and last their number, their sum and a hash of them."""
    for number, line in enumerate(lines, start=1):
        yield [
            "line",
            payment.number,
            number,
            str(line.id),
            str(line.liaison_id),
            line.name,
            line.program_key,
            line.program,
            line.budget_code or "",
            line.kind.value,
            line.worked_on.isoformat(),
            line.minutes,
            _dollars(line.cents),
            None,
        ]
    total = ["total", payment.number, payment.lines, *[None] * 9]
    yield [*total, _dollars(payment.total_cents), control_sum(lines)]


def control_sum(lines: Sequence[PayLine]) -> str:
    """The hash on the page and in the file."""
    return control_hash((line.id, line.cents) for line in lines)


def _dollars(cents: int) -> Decimal:
    """Exact, with both decimals; a number, so that no spreadsheet is shown a text."""
    return (Decimal(cents) / 100).quantize(Decimal("0.01"))
