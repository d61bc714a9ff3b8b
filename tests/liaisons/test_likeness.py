"""Which entries look alike."""

import uuid

import pytest

from liaison.liaisons.policy.likeness import Known, Likeness, find_pairs, fold, is_near, likeness

E, P, N, NEAR = Likeness


def known(name, email=None, phone=None):
    return Known(uuid.uuid4(), name, email, phone)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nguyễn Thị Mai", "nguyen thi mai"),
        ("Nguyễn Thị Mai", "Mai Nguyễn Thị"),
        ("Đặng Văn Lâm", "Dang Van Lam"),
        ("Pérez-López, Rosa", "Rosa Perez Lopez"),
        ("Siobhán O'Brien", "Siobhan O’Brien"),
        ("أحمد", "أحمد"),
        ("李 娜", "娜 李"),
    ],
)
def test_one_name_written_in_two_ways(one, other):
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("linh tran", "lin tran", True),
        ("linh tran", "linh trann", True),
        ("linh tran", "lihn tran", True),  # changed places
        ("linh tran", "lanh tram", False),
        ("linh tran", "linh tram", True),
        ("linh tran", "linh tran", False),  # the same
        ("ana", "anna", False),  # too short to mean anything
    ],
)
def test_names_that_differ_in_one_letter(one, other, near):
    assert is_near(one, other) is near


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (known("Linh Tran", "a@b.c"), known("Tran Linh", "a@b.c"), (E, N)),
        (known("Linh Tran", "a@b.c", "+1"), known("Lin Tran", "a@b.c", "+1"), (E, P, NEAR)),
        (known("Linh Tran"), known("Lin Tran", "a@b.c"), (NEAR,)),
        (known("Linh Tran", "x@b.c"), known("Lin Tran", "a@b.c"), ()),
        (known("Linh Tran", "x@b.c"), known("Linh Tran", "a@b.c"), (N,)),
        (known("Mother", "home@b.c"), known("Daughter", "home@b.c"), (E,)),
        (known(""), known(""), ()),
    ],
)
def test_why_two_look_alike(one, other, reasons):
    assert likeness(one, other) == likeness(other, one) == reasons


def test_pairs_with_the_most_reasons_come_first_and_each_once():
    family = [known("Mother", "home@b.c"), known("Daughter", "home@b.c")]
    twice = [known("Linh Tran", "l@b.c", "+1"), known("Trần Linh", "l@b.c", "+1")]
    spelled = [known("Somebody Else"), known("Somebody Elsa", "s@b.c")]
    found = find_pairs([*family, *spelled, *twice, known("Nobody Like Me")])
    assert [pair.reasons for pair in found] == [(E, P, N), (E,), (NEAR,)]


def test_an_address_of_an_office_pairs_nobody():
    assert find_pairs([known(f"Person {number}", "office@b.c") for number in range(13)]) == []
