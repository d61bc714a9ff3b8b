"""One visit as a browser makes it: open the page, and where there is a form send it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from time import perf_counter

import httpx

from liaison.permissions import Role

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')
_numbers = count(1)
Cookies = Mapping[Role, Mapping[str, str]]  # of a browser in which somebody signed in
Typed = Callable[
    [int], Mapping[str, str | list[str]]
]  # what a person fills in, by the number of the visit


@dataclass(frozen=True)
class Visit:
    """What to ask for, by whom, and what to fill in there."""

    path: str
    role: Role | None = None  # of whoever signed in; None: nobody
    typed: Typed | None = None


def cookies_of(cookies: Cookies, visit: Visit) -> Mapping[str, str]:
    """Those of the browser that makes this visit; the floor knows nobody."""
    return cookies.get(visit.role, {}) if visit.role else {}


@dataclass(frozen=True)
class Outcome:
    """How long the server took, and how much it sent."""

    seconds: float
    bytes: int


def make(client: httpx.Client, visit: Visit) -> Outcome:
    """Visit once. Raises when the answer is not what it must be."""
    number = next(_numbers)
    # a limit counts people by their address: each visit is another person's
    headers = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
    began = perf_counter()
    page = client.get(visit.path, headers=headers)
    seconds, sent = perf_counter() - began, len(page.content)
    if page.status_code != httpx.codes.OK:
        raise RuntimeError(f"GET {visit.path}: {page.status_code}")
    if visit.typed is not None:
        values = {**hidden_fields(page.text), **visit.typed(number)}
        began = perf_counter()
        answer = client.post(visit.path, data=values, headers=headers)
        seconds += perf_counter() - began
        sent += len(answer.content)
        if not answer.is_redirect:
            raise RuntimeError(f"POST {visit.path}: {answer.status_code}\n{answer.text}")
    return Outcome(seconds, sent)


def hidden_fields(page: str) -> dict[str, str]:
    """What the page's forms carry along, such as the token against forgery."""
    found = (dict(ATTRIBUTE.findall(tag)) for tag in HIDDEN.findall(page))
    return {field["name"]: field.get("value", "") for field in found}
