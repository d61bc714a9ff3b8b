"""Every published worked example whose operation this release has."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from printed_tables import facts_of, group_of

from liaison.statistics import census, intervals
from liaison.statistics.census import Estimate
from liaison.statistics.disclosure.audit import audit
from liaison.statistics.disclosure.feasibility import Knowledge
from liaison.statistics.quantiles import on_time
from liaison.statistics.representation import representation
from liaison.statistics.survival import survival, time_until
from liaison.statistics.training import normalised_gain, paired

Numbers = dict[str, Any]
VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())["vectors"]

NOT_IN_THIS_RELEASE = {
    "rep.four_fifths": "a screen for hiring decisions; the report does not compare selection rates",
    "seg.dissimilarity": "segregation indices are not in the report",
    "seg.theil_h": "segregation indices are not in the report",
    "sdc.controlled_rounding": "small counts are suppressed, not rounded",
    "sdc.k_anonymity": "no row about a person leaves the system",
    "svy.rake": "there is no sample survey yet, so nothing to weight",
    "svy.kish": "there is no sample survey yet, so nothing to weight",
    "svy.trim": "there is no sample survey yet, so nothing to weight",
    "svy.two_prop_z": "there is no sample survey yet, so no two samples to compare",
    "exp.did_means": "there are no randomised comparisons yet",
    "exp.mde_means": "there are no randomised comparisons yet",
    "idx.composite": "there is no composite index",
    "idx.hdi": "there is no composite index",
    "idx.normalise": "there is no composite index",
    "req.logrank": "service requests are not compared between groups yet",
}


def _sum(estimates: list[float], moes: list[float], *, zero_rule: bool = True) -> Numbers:
    pairs = zip(estimates, moes, strict=True)
    total = census.add([Estimate(e, m) for e, m in pairs], zero_rule=zero_rule)
    return {"estimate": total.value, "moe": total.moe, "se": total.se}


def _share(num: float, num_moe: float, den: float, den_moe: float) -> Numbers:
    p, formula = census.share(Estimate(num, num_moe), Estimate(den, den_moe))
    return {"p": p.value, "moe": p.moe, "formula": formula.value}


def _ratio(num: float, num_moe: float, den: float, den_moe: float) -> Numbers:
    ratio = census.divide(Estimate(num, num_moe), Estimate(den, den_moe))
    return {"ratio": ratio.value, "moe": ratio.moe}


def _product(a: float, a_moe: float, b: float, b_moe: float) -> Numbers:
    result = census.multiply(Estimate(a, a_moe), Estimate(b, b_moe))
    return {"product": result.value, "moe": result.moe}


def _percent_change(old: float, old_moe: float, new: float, new_moe: float) -> Numbers:
    change = census.percent_change(Estimate(old, old_moe), Estimate(new, new_moe))
    return {"pct_change": change.value, "moe": change.moe}


def _difference(given: Numbers) -> Numbers:
    a, b = Estimate(given["est1"], given["moe1"]), Estimate(given["est2"], given["moe2"])
    common = given.get("overlap", 0.0)
    return {
        "z": census.z_of_difference(a, b, years_in_common=common),
        "significant": census.is_different(a, b, years_in_common=common),
    }


def _wilson(x: int, n: int) -> Numbers:
    interval = intervals.wilson(x, n)
    return {"low": interval.low, "high": interval.high}


def _katz(x1: int, n1: int, x2: int, n2: int) -> Numbers:
    risk, interval = intervals.katz(x1, n1, x2, n2)
    return {"rr": risk, "low": interval.low, "high": interval.high}


def _rate_ratio(x1: int, t1: float, x2: int, t2: float) -> Numbers:
    ratio, interval = intervals.exact_rate_ratio(x1, t1, x2, t2)
    return {"rr": ratio, "exact_low": interval.low, "exact_high": interval.high}


def _representation(x: int, n: int, bench_share: float, bench_moe: float) -> Numbers:
    r = representation(x, n, Estimate(bench_share, bench_moe))
    return {
        "share": r.share,
        "share_low": r.share_interval.low,
        "share_high": r.share_interval.high,
        "ratio": r.ratio,
        "ratio_low": r.ratio_interval.low,
        "ratio_high": r.ratio_interval.high,
        "se_log": r.ratio_se_log,
        "gap": r.gap,
        "gap_low": r.gap_interval.low,
        "gap_high": r.gap_interval.high,
        "method": r.method.value,
    }


def _audit(doc: Numbers, options: Numbers | None = None) -> Numbers:
    facts = facts_of(doc)
    k = {**doc.get("config", {}), **(options or {})}.get("threshold", 11)
    found = audit(facts, k=k)
    knowledge = Knowledge(facts.values())
    return {
        "pass": not found,
        "exact": sorted(f.name for f in found if f.kind == "exact"),
        "intervals": {name: list(knowledge.interval(f.people)) for name, f in facts.items()},
    }


def _derived(doc: Numbers, group: Numbers) -> Numbers:
    low, high = Knowledge(facts_of(doc).values()).interval(group_of(group, doc))
    return {"lo": low, "hi": high}


def _survival(time: list[float], closed: list[int], quantiles: list[float]) -> Numbers:
    steps = survival(time, [bool(c) for c in closed])
    return {
        "time": [step.time for step in steps],
        "at_risk": [step.at_risk for step in steps],
        "S": [step.still_open for step in steps],
        "se": [step.se for step in steps],
        "quantiles": {str(q): time_until(q, steps) for q in quantiles},
    }


def _on_time(age_or_duration: list[float], closed: list[int], target: float) -> Numbers:
    ages, is_closed = age_or_duration, [bool(c) for c in closed]
    result = on_time(ages, is_closed, target)
    done = [age for age, c in zip(ages, is_closed, strict=True) if c]
    return {
        "decided": result.decided,
        "undecided": result.undecided,
        "on_time_of_decided": result.share,
        "on_time_of_closed_only": on_time(done, [True] * len(done), target).share,
    }


def _paired(pre: list[float], post: list[float]) -> Numbers:
    found = paired(pre, post)
    low, high = found.interval.low, found.interval.high
    return {
        "mean_diff": found.mean,
        "t": found.t,
        "df": found.df,
        "p": found.p,
        "low": low,
        "high": high,
    }


def _gain(given: Numbers) -> Numbers:
    found = normalised_gain(given["pre"], given["post"], given["max"])
    return {
        "of_means": found.of_means,
        "mean_of_gains": found.mean_of_gains,
        "at_ceiling": found.at_ceiling,
    }


OPERATIONS: dict[str, Callable[..., Numbers]] = {
    "acs.moe_to_se": lambda moe: {"se": Estimate(1, moe).se},
    "acs.cv": lambda estimate, moe: {"cv": Estimate(estimate, moe).cv},
    "acs.moe_sum": _sum,
    "acs.moe_proportion": _share,
    "acs.moe_ratio": _ratio,
    "acs.moe_product": _product,
    "acs.moe_percent_change": _percent_change,
    "acs.sig_diff": lambda **given: _difference(given),
    "rep.wilson": _wilson,
    "rep.katz": _katz,
    "rep.representation": _representation,
    "exp.poisson_rr": _rate_ratio,
    "sdc.audit": _audit,
    "sdc.derived": _derived,
    "trn.paired": _paired,
    "trn.normalised_gain": lambda **given: _gain(given),
    "req.km": _survival,
    "req.on_time": _on_time,
}


def _matches(got: object, wanted: object, tolerance: float) -> bool:
    if isinstance(wanted, dict):
        return all(_matches(got[key], value, tolerance) for key, value in wanted.items())
    if isinstance(wanted, list):
        pairs = zip(got, wanted, strict=True)
        return all(_matches(one, other, tolerance) for one, other in pairs)
    if isinstance(wanted, bool | str) or wanted is None:
        return got == wanted
    return got is not None and abs(got - wanted) <= tolerance


RUNNABLE = [vector for vector in VECTORS if vector["op"] in OPERATIONS]


@pytest.mark.parametrize("vector", RUNNABLE, ids=lambda vector: vector["id"])
def test_worked_example(vector: Numbers) -> None:
    got = OPERATIONS[vector["op"]](**vector["input"])
    for key, wanted in vector["expected"].items():
        tolerance = vector["tol"][key] if isinstance(vector["tol"], dict) else vector["tol"]
        assert _matches(got[key], wanted, tolerance), f"{key}: {got[key]}, expected {wanted}"


def test_every_example_is_run_or_left_out_for_a_reason() -> None:
    named = {vector["op"] for vector in VECTORS}
    assert named == OPERATIONS.keys() | NOT_IN_THIS_RELEASE.keys()
    assert not OPERATIONS.keys() & NOT_IN_THIS_RELEASE.keys()
