"""What the view shows, made of what the engine answered: tables, figures, sentences. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from app import formats
from app.tabs.outage_management.cascade.asked import Candidates, CascadeRun, Investments, Risk
from app.widgets.figures import Figure, Tone
from data_sources.analytics.cascade.costs import CascadeCost
from data_sources.analytics.cascade.investments import InvestmentParameters
from data_sources.analytics.cascade.play import failed_elements
from data_sources.studies.cascade.sentences import of_action, of_option
from data_sources.studies.cascade.study import CascadeStudy

SCENARIO_TITLES = {"winter_storm": "Winter storm", "summer_peak": "Summer peak", "hurricane": "Hurricane",
                   "normal": "Normal"}  # fmt: skip
PART_NAMES = ("betweenness", "customers", "loading", "ties")
POINTS_A_PART = 100 / len(PART_NAMES)  # of the score, each of the parts counting the same
COSTS = {"interruption_usd": "Interruption", "unserved_energy_usd": "Energy not served", "regulatory_usd": "Regulator",
         "crew_usd": "Crews", "equipment_usd": "Equipment"}  # fmt: skip
RISK_PARTS = {"load": ("Load over design peak", 40), "peak_hour": ("Hour of the daily peak", 20),
              "equipment": ("Equipment over 80 %", 25), "network": ("Beyond help by ties", 15)}  # fmt: skip


def candidates_table(found: Candidates) -> pa.Table:
    """One row a node that may fail, the one to be feared most first.

    Columns: rank, key, name, kind, score (0 to 100, the sum of the next four), betweenness_points, customers_points,
    loading_points, ties_points, customers, load_mw, loading_pct, tie_mw, customers_lost, waves (NULL for those that
    were not simulated).
    """
    ground, ranking, order = found.study.ground, found.ranking, found.ranking.order
    beyond = [None] * (len(order) - len(found.lost))
    points = {f"{name}_points": POINTS_A_PART * ranking.parts[order, part] for part, name in enumerate(PART_NAMES)}
    named = [found.study.named(int(node)) for node in order]
    return pa.table(
        {
            "rank": np.arange(1, len(order) + 1, dtype=np.int32),
            "key": pa.array([key for key, _, _ in named], pa.string()),
            "name": pa.array([name for _, name, _ in named], pa.string()),
            "kind": pa.array([kind for _, _, kind in named], pa.string()), "score": ranking.score[order], **points,
            "customers": ranking.customers_downstream[order], "load_mw": ranking.load_kw[order] / 1000,
            "loading_pct": _known(ranking.loading_pct[order]), "tie_mw": _known(ranking.tie_kw[order] / 1000),
            "customers_lost": pa.array([*found.lost.tolist(), *beyond], pa.int64()),
            "waves": pa.array([*found.waves.tolist(), *beyond], pa.int64()),
            "lon": ground.places.lon[order], "lat": ground.places.lat[order],
        }
    )  # fmt: skip


def trips_table(run: CascadeRun) -> pa.Table:
    """One row an element that tripped, in order: wave, name, kind, overload_mw, lon, lat."""
    study, spread = run.study, run.spread
    edges = failed_elements(spread)[1]
    named = [study.element(int(edge)) for edge in edges]
    lon, lat = _places(study, [key for key, _, _ in named], edges)
    return pa.table(
        {
            "trip": np.arange(len(edges), dtype=np.int32), "wave": spread.tripped_at[edges].astype(np.int32),
            "name": pa.array([name for _, name, _ in named], pa.string()),
            "kind": pa.array([kind for _, _, kind in named], pa.string()),
            "overload_mw": spread.overload_kw[edges] / 1000, "lon": lon, "lat": lat,
        }
    )  # fmt: skip


def _places(study: CascadeStudy, keys: Sequence[str], edges: Any) -> tuple[Any, Any]:
    """Where an element stands: what it feeds; a tie at one of its ends."""
    ground = study.ground
    nodes = [
        int(ground.edges.to_node[edge]) if key.startswith("tie:") else ground.number(key)
        for key, edge in zip(keys, edges, strict=True)
    ]
    return ground.places.lon[nodes].astype(np.float64), ground.places.lat[nodes].astype(np.float64)


def steps_table(run: CascadeRun) -> pa.Table:
    """One row a step: step, customers, dark_mw, transferred_mw, dark_nodes, tripped."""
    film = run.film
    return pa.table(
        {
            "step": list(film.labels), "customers": film.customers, "dark_mw": film.dark_kw / 1000,
            "transferred_mw": film.transferred_kw / 1000, "dark_nodes": film.dark_nodes, "tripped": film.tripped,
        }
    )  # fmt: skip


def figures(
    run: CascadeRun | None, wanted: int | None, risk: Risk | None, *, is_waiting: bool = False
) -> list[Figure]:  # fmt: skip
    """The row of figures at a step of the film.

    Args:
        run: what was worked out; dashes before anything was chosen to fail.
        wanted: the step; None for the last one.
        risk: of the present state.
        is_waiting: something was chosen and is being worked out.
    """
    of_run = _of_run(run, run.film.step(wanted)) if run is not None else _none_yet(is_waiting)
    return [*of_run, risk_figure(risk)]


def _of_run(run: CascadeRun, step: int) -> list[Figure]:
    film, study = run.film, run.study
    served, load_kw = study.in_supply, float(study.cascade.load_kw.sum())
    out, at = int(film.customers[step]), film.labels[step]
    tone: Tone = "bad" if out else "normal"
    when = "at the end" if step == film.last else f"at {at[:1].lower()}{at[1:]}"
    alone = study.lost(study.cascade.settled)[0]
    note = f"of {served:,}; {alone:,} by the conditions alone" if alone else f"of {served:,}, {when}"
    lost = formats.power_scale(float(film.dark_kw[step]))
    taken = formats.power_scale(float(film.transferred_kw[step]))
    millions = run.price.total_usd / 1e6
    last_h = float(run.plan.restoration.supplied_h.max(initial=0.0))
    return [
        Figure.of("Without supply", out, "customer", note, tone),
        Figure("Load lost", lost.number(float(film.dark_kw[step])), lost.unit, f"of {formats.power(load_kw)}", tone),
        Figure("Waves", formats.number(film.waves), "", f"shown: {at[:1].lower()}{at[1:]}"),
        Figure("Parts dark", formats.number(int(film.dark_nodes[step])), "", f"{int(film.tripped[step]):,} tripped"),
        Figure("Taken over", taken.number(float(film.transferred_kw[step])), taken.unit, "by neighbours over ties"),
        Figure("Cost", formats.number(millions, 2), "million USD", "at assumed prices"),
        _all_back(last_h, formats.count_of(run.plan.crews, "crew"), is_anybody_out=bool(film.customers[film.last])),
    ]  # fmt: skip


def _all_back(hours: float, crews: str, *, is_anybody_out: bool) -> Figure:
    """When the last customer has supply; where ties feed everybody, when the repairs are done."""
    label = "All back after" if is_anybody_out else "Repaired after"
    return Figure(label, formats.number(hours, 1), "h", f"with {crews}")


def _none_yet(is_waiting: bool) -> list[Figure]:
    labels = ("Without supply", "Load lost", "Waves", "Parts dark", "Taken over", "Cost", "All back after")
    note = "being worked out" if is_waiting else "choose what fails"
    return [Figure(label, formats.NOTHING, "", note, is_waiting=is_waiting) for label in labels]


def risk_figure(risk: Risk | None) -> Figure:
    """The risk of the present state."""
    if risk is None:
        return Figure("Risk now", formats.NOTHING, is_waiting=True)
    level = risk.found.points.level
    tone: Tone = {"critical": "bad", "high": "bad", "elevated": "warning"}.get(level, "normal")  # type: ignore[assignment]
    return Figure("Risk now", formats.number(risk.found.points.total), "of 100", f"{level}, live", tone)


def costs_table(price: CascadeCost) -> pa.Table:
    """One row a part of the cost and the total: part, usd, share_pct."""
    values = [getattr(price, name) for name in COSTS]
    total = price.total_usd
    share = [100 * value / total if total else None for value in values]
    return pa.table(
        {
            "part": [*COSTS.values(), "Total"], "usd": pa.array([*values, total], pa.float64()),
            "share_pct": pa.array([*share, 100.0 if total else None], pa.float64()),
        }
    )  # fmt: skip


def actions_table(run: CascadeRun) -> pa.Table:
    """One row a thing to do in the hour, the best first.

    Columns: rank, what, kept and lost (customers), lost_mw, waves, asked_mw (NULL where no load is asked to go).
    """
    lost = run.study.lost(run.spread)[0]
    found = run.actions
    return pa.table(
        {
            "rank": np.arange(1, len(found) + 1, dtype=np.int32),
            "what": pa.array([of_action(run.study, one) for one in found], pa.string()),
            "kept": pa.array([lost - round(one.after.customers) for one in found], pa.int64()),
            "lost": pa.array([round(one.after.customers) for one in found], pa.int64()),
            "lost_mw": pa.array([one.after.lost_kw / 1000 for one in found], pa.float64()),
            "waves": pa.array([round(one.after.waves) for one in found], pa.int64()),
            "asked_mw": pa.array([one.reduce_kw / 1000 if one.reduce_kw else None for one in found], pa.float64()),
        }
    )  # fmt: skip


def restoration_table(run: CascadeRun) -> pa.Table:
    """One row a job in the order it is taken up.

    Columns: step, name, kind, work, after (the job it waits for, else NULL), crew, starts_h, done_h, supplied_h,
    customers, load_mw.
    """
    plan, study = run.plan, run.study
    times, jobs, order = plan.restoration, plan.jobs, plan.restoration.order
    named = [study.named(int(plan.nodes[job])) for job in order]
    above = [int(jobs.depends_on[job]) for job in order]
    waits = [study.named(int(plan.nodes[job]))[1] if job >= 0 else None for job in above]
    return pa.table(
        {
            "step": np.arange(1, len(order) + 1, dtype=np.int32),
            "name": pa.array([name for _, name, _ in named], pa.string()),
            "kind": pa.array([kind for _, _, kind in named], pa.string()),
            "work": pa.array(["repair" if plan.is_repair[job] else "reclose" for job in order], pa.string()),
            "after": pa.array(waits, pa.string()),
            "crew": times.crew[order] + 1, "starts_h": times.starts_h[order], "done_h": times.done_h[order],
            "supplied_h": times.supplied_h[order], "customers": jobs.customers[order].astype(np.int64),
            "load_mw": jobs.load_kw[order] / 1000,
        }
    )  # fmt: skip


def milestones(run: CascadeRun | None) -> list[Figure]:
    """Hours until each share of the customers is back."""
    known = dict(run.plan.milestones) if run is not None else {}
    return [
        Figure(f"{pct} % back", formats.number(known.get(pct), 1), "h" if pct in known else "", "of work")
        for pct in (25, 50, 75, 90, 100)
    ]


def investments_table(found: Investments, terms: InvestmentParameters) -> pa.Table:
    """One row an investment, most customers kept first.

    Columns: rank, what, cost_usd, kept, lost, lost_mw (means over the failures), usd_per_kept (NULL where none is).
    """
    study, kept, words = found.study, [], []
    for one in found.found:
        kept.append(found.now.customers - one.after.customers)
        elements = [study.named(node) for node in one.nodes] + ([study.element(one.edge)] if one.edge >= 0 else [])
        words.append(of_option(one, terms, elements))
    each = [one.cost_usd / many if many > 0 else None for one, many in zip(found.found, kept, strict=True)]
    return pa.table(
        {
            "rank": np.arange(1, len(kept) + 1, dtype=np.int32), "what": pa.array(words, pa.string()),
            "cost_usd": pa.array([one.cost_usd for one in found.found], pa.float64()),
            "kept": pa.array(kept, pa.float64()),
            "lost": pa.array([one.after.customers for one in found.found], pa.float64()),
            "lost_mw": pa.array([one.after.lost_kw / 1000 for one in found.found], pa.float64()),
            "usd_per_kept": pa.array(each, pa.float64()),
        }
    )  # fmt: skip


def unhelped_table(risk: Risk) -> pa.Table:
    """One row a feeder that ties could not make good now, the largest first: key, name, dark_mw."""
    strain, study = risk.found.strain, risk.found.study
    order = np.argsort(-strain.unhelped_kw, kind="stable")
    named = [study.named(int(strain.unhelped[row])) for row in order]
    return pa.table(
        {
            "key": pa.array([key for key, _, _ in named], pa.string()),
            "name": pa.array([name for _, name, _ in named], pa.string()), "dark_mw": strain.unhelped_kw[order] / 1000,
        }
    )  # fmt: skip


def risk_parts(risk: Risk) -> list[tuple[str, float, int]]:
    """Title, points and most points of each part of the index."""
    return [(title, getattr(risk.found.points, name), most) for name, (title, most) in RISK_PARTS.items()]


def air_words(risk: Risk) -> str:
    """The temperature of the risk and since when it is known."""
    at = risk.found.measured_at
    measured = "assumed" if at is None else f"measured {formats.ago(at, risk.at)}"
    return f"air {risk.found.temperature_c:.0f} °C, {measured}"


def plan_words(run: CascadeRun) -> str:
    """How much work it is, and for how many."""
    return f"{formats.count_of(len(run.plan.nodes), 'job')}, {formats.count_of(run.plan.crews, 'crew')}"


def standing_words(study: CascadeStudy) -> list[str]:
    """What the study stands on and what it lacks, in sentences."""
    ground, loads = study.ground, study.loads
    ties, load_kw = int(ground.edges.is_tie.sum()), float(study.cascade.load_kw.sum())
    said = [f"{len(ground) - 1:,} substations, feeders and sections, {ties:,} open ties, as switched now."]
    if not ties:
        said.append("This network has no open tie that could help: whatever fails stays dark below it.")
    if not load_kw:
        said.append("No load is known, so nothing can be overloaded and only what failed is lost.")
    elif loads.estimated:
        said.append(f"The load of {formats.count_of(loads.estimated, 'transformer')} is estimated.")
    if not np.isfinite(ground.edges.rated_kw).any():
        said.append("No rating is known, so nothing can trip.")
    if ground.ties_of_two_voltages:
        said.append(f"Ties that join two voltages and cannot help: {ground.ties_of_two_voltages:,}.")
    if study.out_before:
        out = formats.count_of(study.out_before, "customer")
        said.append(f"{out} had no supply before: counted nowhere.")
    return said


def _known(values: Any) -> pa.Array:
    """NaN and infinity, where nobody knows, as NULL."""
    return pa.array(np.where(np.isfinite(values), values, 0.0), pa.float64(), mask=~np.isfinite(values))
