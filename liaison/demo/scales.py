"""How large a demo city is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Counts of records. Contacts include the real cases of 2023; the others are all invented."""

    contacts: int
    liaisons: int
    sign_ups: int
    forms: int


SCALES = {
    "small": Scale(contacts=0, liaisons=120, sign_ups=400, forms=6_000),
    "city": Scale(contacts=100_000, liaisons=1_500, sign_ups=20_000, forms=50_000),
    "metro": Scale(contacts=1_000_000, liaisons=10_000, sign_ups=100_000, forms=500_000),
}
