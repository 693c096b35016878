"""Reliability reports and predictive studies as tables for a terminal, and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from rich.box import SIMPLE_HEAD
from rich.table import Table

from data_sources.analytics.reliability.customers import NEEDS_CUSTOMERS, CustomerIndices
from data_sources.analytics.reliability.indices import ReliabilityIndices
from data_sources.analytics.reliability.parts import ALL_IN, LOSS_OF_SUPPLY, OWN, PLANNED, WITHOUT_MAJOR
from data_sources.studies.reliability.report import NEEDS_THRESHOLD, ReliabilityReport, ReliabilityYear, ReportOptions
from data_sources.studies.reliability.study import NamedIndices, NamedNetwork, PredictiveStudy

NONE = "n/a"
MONTHS = 12  # that a terminal shows; JSON has all
# Attribute, name in the standard, unit, digits.
SYSTEM = (
    ("saifi", "SAIFI", "a customer", 4), ("saidi_minutes", "SAIDI", "min a customer", 2),
    ("caidi_minutes", "CAIDI", "min", 2), ("asai", "ASAI", "", 6),
    ("maifi", "MAIFI", "a customer", 4), ("maifi_e", "MAIFI_E", "a customer", 4),
    ("asifi", "ASIFI", "kVA a kVA", 4), ("asidi_minutes", "ASIDI", "min a kVA", 2),
)  # fmt: skip
DIGITS = {name: digits for name, _, _, digits in SYSTEM} | {"interruptions": 0}
PARTS = (
    (WITHOUT_MAJOR, "without major event days"), (PLANNED, "planned"), (LOSS_OF_SUPPLY, "loss of supply"),
    (OWN, "the rest, without these"),
)  # fmt: skip


def report_tables(report: ReliabilityReport, options: ReportOptions, top: int) -> Iterator[Table | str]:
    """All in, by part, and by group; below each, what is n/a and what it needs."""
    yield _all_in(report.years, options)
    for names, needs in _needs(report.years).items():
        yield f"{NONE}: {names} {'need' if ',' in names else 'needs'} {needs}."
    yield _by_part(report.years)
    if without := [str(one.year) for one in report.years if one.threshold is None]:
        yield f"{NONE}: major event days of {', '.join(without)} need {NEEDS_THRESHOLD} (--t-med)."
    for kind in report.groups:
        yield _by_group(report, kind, top)


def _all_in(years: Sequence[ReliabilityYear], options: ReportOptions) -> Table:
    table = _table("All interruptions", "index", "unit", *(str(one.year) for one in years))
    table.add_row("outages", "", *(f"{one.outages:,}" for one in years))
    for name, called, unit, digits in SYSTEM:
        table.add_row(called, unit, *(_cell(getattr(one.parts[ALL_IN], name)[0], digits) for one in years))
    for called, unit, values in _over_customers(years, options):
        table.add_row(called, unit, *values)
    return table


def _needs(years: Sequence[ReliabilityYear]) -> dict[str, str]:
    """Names of indices that no year tells to what they need."""
    found: dict[str, list[str]] = {}
    for name, called, *_ in SYSTEM:
        if needs := next((told for one in years if (told := one.parts[ALL_IN].needs.get(name))), None):
            found.setdefault(needs, []).append(called)
    if not years[0].customers:
        found[f"{NEEDS_CUSTOMERS} (--customers-file)"] = ["CAIFI", "CTAIDI", "CEMI", "CELID"]
    return {", ".join(names): needs for needs, names in found.items()}


def _over_customers(
    years: Sequence[ReliabilityYear], options: ReportOptions
) -> Iterator[tuple[str, str, list[str]]]:  # fmt: skip
    """(name, unit, a cell a year) of the indices over customers."""

    def cells(value: Any, digits: int) -> list[str]:
        return [_cell(value(one.customers), digits) if one.customers else NONE for one in years]

    yield "CAIFI", "a customer", cells(lambda one: one.caifi, 4)
    yield "CTAIDI", "min a customer", cells(lambda one: one.ctaidi_minutes, 2)
    for n in options.n:
        yield f"CEMI_{n}", "share", cells(lambda one, n=n: one.cemi[n], 4)
    for hours in options.s_hours:
        yield f"CELID-s {hours:g} h", "share", cells(lambda one, h=hours: one.celid_s[h], 4)
    for hours in options.t_hours:
        yield f"CELID-t {hours:g} h", "share", cells(lambda one, h=hours: one.celid_t[h], 4)


def _by_part(years: Sequence[ReliabilityYear]) -> Table:
    table = _table("Apart", "part", "index", *(str(one.year) for one in years))
    limits = [_cell(one.threshold.minutes if one.threshold else math.nan, 3) for one in years]
    table.add_row("major event days", "T_MED, min", *limits)
    table.add_row("", "days", *(f"{len(one.major_days):,}" if one.threshold else NONE for one in years))
    for part, called in PARTS:
        for place, (name, index, _, digits) in enumerate(SYSTEM[:3]):
            cells = [
                _cell(getattr(one.parts[part], name)[0], digits) if part in one.parts else NONE for one in years
            ]  # fmt: skip
            table.add_row("" if place else called, index, *cells)
    return table


def _by_group(report: ReliabilityReport, kind: str, top: int) -> Table:
    groups, all_served = report.groups[kind], report.groups[kind].indices
    total = all_served.customer_minutes.sum()
    places = all_served.worst("customer_minutes", top) if kind != "month" else np.arange(len(groups.names))[-MONTHS:]
    shown = f"{len(places)} of {len(groups.names):,}, " if len(places) < len(groups.names) else ""
    years = report.years[0].year, report.years[-1].year
    heading = f"By {kind}, {shown}{' to '.join(map(str, dict.fromkeys(years)))}, a customer of all served"
    own = {"own SAIFI": "saifi", "own SAIDI": "saidi_minutes"} if groups.own else {}
    of_all = {"CI": "interruptions", "SAIFI": "saifi"} if not own else {}
    measures = {**of_all, "SAIDI": "saidi_minutes", "CAIDI": "caidi_minutes"}
    table = _table(heading, kind, "outages", "customer min", "share", *measures, *own)
    for place in places.tolist():
        minutes = all_served.customer_minutes[place]
        table.add_row(
            groups.names[place] or "(none)", f"{groups.outages[place]:,}", f"{minutes:,.0f}", _share(minutes, total),
            *(_cell(getattr(all_served, name)[place], DIGITS[name]) for name in measures.values()),
            *(_cell(getattr(groups.own, name)[place], DIGITS[name]) for name in own.values()),
        )  # fmt: skip
    return table


def _share(part: float, whole: float) -> str:
    return f"{part / whole:.1%}" if whole else NONE


def report_json(report: ReliabilityReport, account: Sequence[str]) -> dict[str, Any]:
    """Everything; what cannot be told is null, and `needs` says what it needs."""
    return {
        "account": list(account),
        "years": [_year_json(one) for one in report.years],
        "groups": {
            kind: [
                {"name": name, "outages": int(groups.outages[place])}
                | _index_json(groups.indices, place)
                | ({"of_own_customers": _index_json(groups.own, place)} if groups.own else {})
                for place, name in enumerate(groups.names)
            ]
            for kind, groups in report.groups.items()
        },
    }


def _year_json(one: ReliabilityYear) -> dict[str, Any]:
    needs = dict(one.parts[ALL_IN].needs)
    if one.threshold is None:
        needs |= {"t_med_minutes": NEEDS_THRESHOLD, WITHOUT_MAJOR: NEEDS_THRESHOLD, OWN: NEEDS_THRESHOLD}
    if one.customers is None:
        needs |= dict.fromkeys(("caifi", "ctaidi_minutes", "cemi", "celid_s", "celid_t"), NEEDS_CUSTOMERS)
    return {
        "year": one.year,
        "outages": one.outages,
        "parts": {part: _index_json(found, 0) for part, found in one.parts.items()},
        "t_med_minutes": one.threshold.minutes if one.threshold else None,
        "major_event_days": [{"day": str(day), "saidi_minutes": saidi} for day, saidi in one.major_days],
        "customers": _customers_json(one.customers),
        "needs": needs,
    }


def _customers_json(found: CustomerIndices | None) -> dict[str, Any] | None:
    return _plain(asdict(found)) if found else None


def _index_json(found: ReliabilityIndices, place: int) -> dict[str, Any]:
    names = ("interruptions", "customer_minutes", "momentary_interruptions", *(name for name, *_ in SYSTEM))
    return {name: _plain(float(getattr(found, name)[place])) for name in names}


def study_tables(
    named: NamedNetwork, study: PredictiveStudy, feeder: str | None, top: int
) -> Iterator[Table | str]:  # fmt: skip
    """Indices of the whole and the worst feeders; of one feeder, its load points with the most hours."""
    columns = ("feeder", "customers", "SAIFI", "SAIDI, h", "CAIDI, h", "ASAI", "ENS, MWh")
    table = _table(f"Predicted for a year: {study.whole.name}", *columns)
    chosen = [one for one in study.feeders if feeder in (None, one.name)]
    for one in (*(() if feeder else (study.whole,)), *chosen[:top]):
        table.add_row(*_study_cells(one, is_whole=one is study.whole))
    yield table
    if len(chosen) > top:
        yield f"The {top} feeders with the most hours of {len(chosen):,}; --top shows more, --json all."
    if feeder:
        yield _load_points(study, feeder, top)
    rates = named.rates.model_dump()
    yield "Reckoned with " + ", ".join(f"{name} {value:g}" for name, value in rates.items()) + "."
    yield from study.notes


def _study_cells(one: NamedIndices, *, is_whole: bool) -> list[str]:
    found = one.indices
    return [
        "all" if is_whole else one.name, f"{found.customers:,.0f}", _cell(found.saifi, 4), _cell(found.saidi_h, 3),
        _cell(found.caidi_h, 2), _cell(found.asai, 6), _cell(found.ens_mwh, 3),
    ]  # fmt: skip


def _load_points(study: PredictiveStudy, feeder: str, top: int) -> Table:
    own = sorted((one for one in study.load_points if one.feeder == feeder), key=lambda one: -one.hours)
    table = _table(f"Load points of {feeder}, most hours first", "load point", "customers", "interruptions", "hours")
    for one in own[:top]:
        table.add_row(one.name, f"{one.customers:,.0f}", _cell(one.interruptions, 4), _cell(one.hours, 3))
    return table


def study_json(named: NamedNetwork, study: PredictiveStudy, feeder: str | None) -> dict[str, Any]:
    """Everything, or one feeder."""
    return {
        "name": study.whole.name,
        "rates": named.rates.model_dump(),
        "notes": list(study.notes),
        "whole": _plain(asdict(study.whole.indices)),
        "feeders": [
            {"name": one.name} | _plain(asdict(one.indices)) for one in study.feeders if feeder in (None, one.name)
        ],
        "load_points": [_plain(one._asdict()) for one in study.load_points if feeder in (None, one.feeder)],
    }


def _table(title: str, *columns: str) -> Table:
    """Narrow, so that it fits a terminal; numbers are never broken."""
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for place, column in enumerate(columns):
        is_text = place == 0 or column in ("unit", "index")
        table.add_column(
            column,
            justify="left" if is_text else "right",
            no_wrap=not is_text,
            overflow="fold",
            min_width=8 if not place else None,
        )
    return table


def _cell(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}" if np.isfinite(value) else NONE


def _plain(value: Any) -> Any:
    """What JSON can hold: no number that is none, keys as text."""
    if isinstance(value, dict):
        return {f"{key:g}" if isinstance(key, float) else str(key): _plain(one) for key, one in value.items()}
    return None if isinstance(value, float) and not math.isfinite(value) else value
