"""How large a demo city is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Counts of invented records; the real events and cases come on top, at every scale."""

    contacts: int
    liaisons: int
    sign_ups: int
    forms: int


SCALES = {
    "small": Scale(contacts=600, liaisons=120, sign_ups=400, forms=6_000),
    "city": Scale(contacts=100_000, liaisons=1_500, sign_ups=20_000, forms=50_000),
    "metro": Scale(contacts=1_000_000, liaisons=10_000, sign_ups=100_000, forms=500_000),
}
