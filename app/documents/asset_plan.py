"""A replacement plan on paper: what it buys, a map, two charts, what is replaced first, and what all of it rests on."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow.compute as pc

from app import formats
from app.documents.asset_plan_figures import draw_classes, draw_curve, draw_places
from app.documents.paper import FONT, DocumentHead, Paper
from data_sources.studies.assets.plan import METHOD, AssetPlan

TITLE: Final = "Replacement plan"
SIMULATED: Final = "simulated: shows the mechanism, not the accuracy"
MAP_MM: Final = 86.0
CHART_MM: Final = 68.0
SHOWN: Final = 58  # which fill two pages
NO_BREAK: Final = "\u00a0"
LEAST_GAP: Final = 5e-7
"""Below it a plan counts as the best one."""
GOALS: Final = {"cost": "US$ of risk a year", "customer_minutes": "customer-minutes a year"}
COLUMNS: Final = (
    ("No.", 9), ("Asset", 34), ("Class", 42), ("Health", 16), ("Age, years", 16), ("Failure within a year", 32),
    ("Customers", 20), ("Cost", 24), ("Less risk a year", 30), ("Less customer-minutes a year", 40),
)  # fmt: skip


NUMBERS: Final = tuple(name for name, _ in COLUMNS if name not in ("Asset", "Class"))


def asset_plan_pdf(head: DocumentHead, plan: AssetPlan) -> bytes:
    """The document."""
    told = f" · {SIMULATED}" if plan.is_simulated else ""
    paper = Paper(head.paper, f"{TITLE}, {head.utility}", f"{TITLE} · {head.utility}{told}")
    paper.say(f"{TITLE} · {head.utility}", size=15, is_bold=True, gap=1)
    if plan.is_simulated:
        paper.say(f"All figures are {SIMULATED}.", size=9, gap=1)
    _head(paper, head, plan)
    _figures(paper, plan)
    _rows(paper, plan)
    _rest(paper, plan)
    return paper.finished()


def _head(paper: Paper, head: DocumentHead, plan: AssetPlan) -> None:
    """Facts on the left, the map on the right."""
    top, wide = paper.get_y(), paper.epw * 0.5
    paper.tell(_facts(head, plan), wide, 46, align="L")
    bottom = paper.get_y()
    height = max(bottom - top, MAP_MM)
    draw_places(paper, plan, (paper.l_margin + wide + 4, top, paper.epw - wide - 4, height))
    paper.set_xy(paper.l_margin, top + height + 4)


def _facts(head: DocumentHead, plan: AssetPlan) -> list[tuple[str, str]]:
    request = plan.request
    kinds = " and ".join(f"{kind}s" for kind in request.kinds)
    of_class = pc.value_counts(plan.rows["asset_class"]).to_pylist() if plan.rows.num_rows else []
    replaced = ", ".join(f"{one['counts']:,} {one['values']}{'s' if one['counts'] > 1 else ''}" for one in of_class)
    return [
        ("Budget", _dollars(request.budget)),
        ("Made for", f"the least {GOALS[request.goal]}"),
        ("May be replaced", f"{kinds}{_place(plan)}: {plan.places.num_rows:,}"),
        ("Reckoned over", _years(request.years)),
        ("Replaced", replaced or "nothing"),
        ("Spent", _dollars(plan.spent)),
        ("Risk", f"{_dollars(plan.risk_cost)} a year, {_dollars(plan.gain_cost)} less by the plan "
                 f"({_share(plan.gain_cost, plan.risk_cost)})"),
        ("Customer-minutes", f"{plan.risk_customer_minutes:,.0f} a year, {plan.gain_customer_minutes:,.0f} less "
                             f"({_share(plan.gain_customer_minutes, plan.risk_customer_minutes)})"),
        ("SAIDI", f"{plan.gain_saidi_minutes:.2f} minutes a customer and year less"),
        ("Failures", f"{_few(plan.failures)} expected a year, {_few(plan.gain_failures)} less"),
        ("How good it is", good_words(plan.gap)),
        ("Assessed", formats.date_and_clock(plan.assessed_at, head.time_zone)),
        ("Made", head.made),
    ]  # fmt: skip


def good_words(gap: float) -> str:
    """How much better any plan for the money could be, in words; `gap` is a share."""
    if gap < LEAST_GAP:
        return "the best for this budget: no other plan lowers it more"
    return f"at most {max(100 * gap, 0.001):.2g}{NO_BREAK}% below the best there can be for this budget"


def _figures(paper: Paper, plan: AssetPlan) -> None:
    """What money buys, and where it goes, side by side on a page of their own where this one is full."""
    if not plan.rows.num_rows:
        return
    if paper.will_page_break(CHART_MM):
        paper.add_page()
    top, wide = paper.get_y(), (paper.epw - 6) / 2
    draw_curve(paper, plan, (paper.l_margin, top, wide, CHART_MM))
    draw_classes(paper, plan, (paper.l_margin + wide + 6, top, wide, CHART_MM))
    paper.set_xy(paper.l_margin, top + CHART_MM + 4)


def _rows(paper: Paper, plan: AssetPlan) -> None:
    count = plan.rows.num_rows
    if not count:
        paper.say("Nothing can be replaced for this budget that lowers the risk.", gap=2)
        return
    more = f" (the first {SHOWN} of {count:,}; all stand in the CSV)" if count > SHOWN else ""
    paper.say(f"What is replaced, by gain for each US${more}", is_bold=True, size=10, gap=1)
    cells = (_cells(number, row) for number, row in enumerate(plan.rows.slice(0, SHOWN).to_pylist(), start=1))
    paper.tabulate(COLUMNS, cells, size=7.5, line_mm=4, numbers=NUMBERS)
    paper.ln(3)


def _cells(number: int, row: dict[str, object]) -> tuple[str, ...]:
    low, best, high = (float(str(row[f"failure_probability{end}"])) for end in ("_low", "", "_high"))
    return (
        str(number), str(row["asset_name"]), str(row["asset_class"]), _known(row["health_score"]),
        _known(row["age_years"]), f"{100 * best:.1f} % ({100 * low:.1f} to {100 * high:.1f})",
        f"{row['customers']:,}", _dollars(row["replacement_cost"]), _dollars(row["gain_cost"]),
        f"{row['gain_customer_minutes']:,.0f}",
    )  # fmt: skip


def _rest(paper: Paper, plan: AssetPlan) -> None:
    """What it rests on, how it was made, and where it is signed."""
    paper.say("What the probabilities of failure rest on", is_bold=True)
    for text in plan.basis:
        paper.say(f"– {text}", size=8)
    paper.say("Method", is_bold=True)
    for text in METHOD:
        paper.say(f"– {text}", size=8)
    paper.ln(4)
    paper.set_font(FONT, size=8)
    paper.sign_lines(("Prepared by", "Checked by", "Approved by"), 34)


def _dollars(amount: object) -> str:
    return f"US$ {float(str(amount)):,.0f}"


def _known(value: object) -> str:
    number = float(str(value))
    return "not known" if np.isnan(number) else f"{number:.0f}"


def _few(count: float) -> str:
    return f"{count:,.{1 if count >= 10 else 2}f}"


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f}{NO_BREAK}%" if whole > 0 else "none"


def _years(years: int) -> str:
    return "the year ahead" if years == 1 else f"{years} years, told a year in the mean"


def _place(plan: AssetPlan) -> str:
    if not plan.area:
        return ""
    return f" on feeder {plan.area}" if plan.request.feeder_id is not None else f" of substation {plan.area}"
