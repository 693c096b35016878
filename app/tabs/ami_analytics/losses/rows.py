"""What Losses shows, reckoned from its rows: figures, suspects, how far a search has come, how it met the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from app import formats
from app.scope_bar.ground import ChosenPlace
from app.tabs.ami_analytics.losses.scan import Found, Names
from app.widgets.figures import Figure, Tone
from app.widgets.html import Markup, el
from data_sources.analytics.suspects.found import Suspect
from data_sources.history.losses import GROUPS, scores
from data_sources.history.scope import Scope

KINDS = {"theft": "Theft", "stuck": "Stuck meters", "wrong_transformer": "Wrong transformer"}
ALL_KINDS = {**KINDS, "dead": "Not read", "spiking": "Spikes"}
SCORE_WORDS = "How far its signs stand above the usual of its feeder, 0 to 100: a rank, no probability."
KIND_HINTS = {
    "theft": "Energy that reaches a service and is not registered: missing at its transformer, or seen in its voltage.",
    "stuck": "Meters that say the same again and again while their feeder's load moves.",
    "wrong_transformer": "Meters whose voltage follows another transformer than the one on record.",
}
PARTS = {"feeders": "Feeder balance", "transformers": "Transformer balance", "suspects": "Suspects"}
# Technical losses of a distribution feeder are a few percent; below zero, more was registered than sent out.
HIGH_LOSSES_PCT, VERY_HIGH_LOSSES_PCT = 6.0, 10.0
RANKED = 20
GROUP_WORDS = dict(zip(GROUPS.values(), ("Transformer's own meter", "Feeder head only"), strict=True))
INVITATION = "A search goes from the largest losses to the smallest, while somebody looks; results come as it goes."


def figures(feeders: pa.Table, transformers: pa.Table) -> list[Figure]:
    """The row of figures.

    Args:
        feeders: rows of ami_feeder_losses.sql.
        transformers: rows of ami_transformer_balances.sql.
    """
    head, metered, lost = (_sum(feeders, name) for name in ("head_kwh", "metered_kwh", "losses_kwh"))
    share = 100.0 * lost / head if head else None
    whole, left = _sum(feeders, "intervals"), _sum(feeders, "intervals_left_out")
    missing = transformers.filter(pc.greater(transformers["unaccounted_kwh"], 0))
    of_lost = formats.energy_scale(lost)
    scale = formats.energy_scale(head)  # what was sent out and what was registered are read against each other
    return [
        Figure("Sent out", scale.number(head), scale.unit, "at feeder heads, net"),
        Figure("Registered", scale.number(metered), scale.unit, _filled_words(feeders)),
        Figure("Losses", of_lost.number(lost), of_lost.unit, f"{formats.energy(_a_day(feeders, 'losses_kwh'))} a day"),
        Figure("Loss rate", formats.number(share, 2), "%", "of what was sent out", loss_tone(share)),
        Figure("Unaccounted for", formats.number(_a_day(missing, "unaccounted_kwh"), 0), "kWh a day",
               f"at {transformers.num_rows:,} metered transformers"),
        Figure("Balanced", formats.number(100.0 * whole / (whole + left) if whole + left else None, 1), "%",
               "of intervals, 90 % or more read"),
    ]  # fmt: skip


def close_figures(feeders: pa.Table, transformers: pa.Table, place: ChosenPlace) -> list[Figure]:
    """The row of figures for a transformer, or for a meter's transformer: its own balance, else its feeder's.

    Args:
        feeders: rows of ami_feeder_losses.sql for the feeder.
        transformers: rows of ami_transformer_balances.sql for the transformer; none without a meter of its own.
        place: what is chosen.
    """
    if not transformers.num_rows:
        sent, *others = figures(feeders, transformers)[:4]
        return [replace(sent, note=f"at the head of {place.feeder_name}, net"), *others]
    row = transformers.to_pylist()[0]
    whole, left = row["hours"], row["hours_left_out"]
    rate = pc.max(feeders["losses_pct"]).as_py() if feeders.num_rows else None
    return [
        Figure("Measured", formats.number(row["measured_kwh"], 1), "kWh", f"by {place.transformer_name}'s own meter"),
        Figure("Registered", formats.number(row["registered_kwh"], 1), "kWh", "by its customers' meters, net"),
        Figure("Unaccounted for", formats.number(_a_day(transformers, "unaccounted_kwh"), 2), "kWh a day",
               f"beyond {formats.number(row['allowance_kwh'], 1)} kWh allowed for losses"),
        Figure("Missing", formats.number(row["unaccounted_pct"], 1), "%", "of what was measured",
               loss_tone(max(row["unaccounted_pct"] or 0.0, 0.0))),
        Figure("Balanced", formats.number(100.0 * whole / (whole + left) if whole + left else None, 1), "%",
               "of hours, all read"),
        Figure("Loss rate", formats.number(rate, 2), "%", f"of its feeder {place.feeder_name}", loss_tone(rate)),
    ]  # fmt: skip


def close_words(place: ChosenPlace) -> str:
    """One sentence on what a balance can be had of."""
    if place.kind == "transformer" and place.has_own_meter:
        return f"{place.name} has a meter of its own: what it measured beside what its customers' meters registered."
    if place.kind == "transformer":
        return f"{place.name} has no meter of its own, so this is the balance of its feeder, {place.feeder_name}."
    own, shown = ("a", place.transformer_name) if place.has_own_meter else ("no", f"its feeder, {place.feeder_name}")
    where = f"{place.name} hangs on {place.transformer_name}, which has {own} meter of its own"
    return f"{where}; this is the balance of {shown}."


def suspects_about(found: Found, scope: Scope) -> list[Suspect]:
    """The suspects at a transformer, recorded there or seeming to belong there; or the reasons about one meter."""
    if scope.meter_id:
        return [suspect for suspect in found.suspects if suspect.meter_id == scope.meter_id]
    place = scope.transformer_id
    return [s for s in found.suspects if place in (s.transformer_id, s.suggested_transformer_id)]


def nothing_about(place: ChosenPlace) -> tuple[str, str]:
    """One sentence that nothing speaks against a meter, or a transformer's meters; and what that rests on."""
    whom = place.name if place.scope.meter_id else f"the meters of {place.name}"
    checked = "its transformer's own meter" if place.has_own_meter else "the feeder's other meters"
    return (
        f"Nothing speaks against {whom}",
        f"Registers, voltage and energy of the period were compared with {checked}; no test finds a sign of theft, a "
        "stuck meter or a wrong record.",
    )


def loss_tone(losses_pct: float | None) -> Tone:
    """Whether a feeder's losses are abnormal."""
    if losses_pct is None or 0.0 <= losses_pct < HIGH_LOSSES_PCT:
        return "normal"
    return "bad" if losses_pct >= VERY_HIGH_LOSSES_PCT else "warning"


def ranking(feeders: pa.Table) -> tuple[list[str], list[float], list[str]]:
    """Names, losses in % and words of the worst feeders, worst first."""
    rows = feeders.slice(0, RANKED).to_pylist()
    words = [f"{formats.energy(row['losses_kwh'])} of {formats.energy(row['head_kwh'])}" for row in rows]
    return [row["feeder_name"] for row in rows], [row["losses_pct"] or 0.0 for row in rows], words


def suspects_of(found: Found, kind: str) -> list[Suspect]:
    """The suspects of one kind, ranked."""
    return [suspect for suspect in found.suspects if suspect.kind == kind]


def suspects_table(suspects: Sequence[Suspect], names: Names) -> pa.Table:
    """One row a suspect, in their order: rank, kind, ids, names, score_pct, is_flagged, since_day, kwh_per_day, why."""
    columns: dict[str, tuple[pa.DataType, list[object]]] = {
        "rank": (pa.int32(), list(range(1, len(suspects) + 1))),
        "kind": (pa.string(), [ALL_KINDS[s.kind] for s in suspects]),
        "meter_id": (pa.int32(), [s.meter_id for s in suspects]),
        "meter_name": (pa.string(), [names.meter(s.meter_id) for s in suspects]),
        "feeder_name": (pa.string(), [names.feeders.get(s.feeder_id, str(s.feeder_id)) for s in suspects]),
        "transformer_name": (pa.string(), [names.transformer(s.transformer_id) for s in suspects]),
        "suggested_name": (pa.string(), [names.transformer(s.suggested_transformer_id) for s in suspects]),
        "basis": (pa.string(), ["Transformer's meter" if s.is_metered else "Feeder head" for s in suspects]),
        "score_pct": (pa.float64(), [100.0 * s.score for s in suspects]),
        "is_flagged": (pa.bool_(), [s.is_flagged for s in suspects]),
        "since_day": (pa.date32(), [s.since_day for s in suspects]),
        "kwh_per_day": (pa.float64(), [s.kwh_per_day for s in suspects]),
        "why": (pa.string(), [names.in_words(s.why) for s in suspects]),
    }
    return pa.table({name: pa.array(values, kind) for name, (kind, values) in columns.items()})


def has_truth(found: Found) -> bool:
    """Whether it is known which meters are really at fault; only a demo utility knows."""
    return found.truth is not None and found.truth.num_rows > 0


def scores_table(found: Found) -> pa.Table | None:
    """One row a kind and group of meters; None where there is no truth to compare with.

    Columns: kind, group, planted, flagged, hits, precision_pct, recall_pct, at_k_pct (of the first k, with k the number
    planted). A share is NULL where nothing was flagged or planted.
    """
    if found.truth is None or not has_truth(found):
        return None
    met = [score for score in scores(found.suspects, found.truth) if score.kind in KINDS]
    met.sort(key=lambda score: (list(KINDS).index(score.kind), list(GROUPS.values()).index(score.group)))
    share = [[_pct(getattr(score.found, name)) for score in met] for name in ("precision", "recall", "at_k")]
    return pa.table(
        {
            "kind": [KINDS[score.kind] for score in met],
            "group": [GROUP_WORDS[score.group] for score in met],
            "planted": pa.array([score.found.planted for score in met], pa.int32()),
            "flagged": pa.array([score.found.flagged for score in met], pa.int32()),
            "hits": pa.array([score.found.hits for score in met], pa.int32()),
            **{
                name: pa.array(values, pa.float64())
                for name, values in zip(("precision_pct", "recall_pct", "at_k_pct"), share, strict=True)
            },
        }
    )


def progress(found: Found, *, has_begun: bool, is_old: bool) -> Markup:
    """The line; its buttons say "scan" (begin, go on, begin anew) and "stop".

    Args:
        found: so far.
        has_begun: whether there is a job at all.
        is_old: the history has grown since it began.
    """
    if not has_begun:
        return _line(el("span", INVITATION, cls="secondary"), _button("Search these feeders", "scan"))
    if found.is_done:
        when = ", before the newest readings" if is_old else ""
        words = f"{formats.count_of(found.feeders, 'feeder')} searched{when}"
        return _line(el("span", words, cls="secondary"), _button("Search again", "scan") if is_old else None)
    if found.is_running:
        return _line(_bar(found), _button("Stop", "stop"))
    words = found.message or f"Stopped after {found.feeders_done:,} of {found.feeders:,} feeders."
    return _line(el("span", words), _button("Go on", "scan"))


def _line(*parts: Markup | None) -> Markup:
    return el("div", *parts, cls="note parts")


def _button(words: str, action: str) -> Markup:
    return el("button", words, type="button", cls="button", data_action=action)


def _bar(found: Found) -> Markup:
    words = "Searching"
    if found.feeders:
        words += f", largest losses first: {found.feeders_done:,} of {found.feeders:,} feeders"
    if found.seconds_left:
        words += f", about {formats.duration(max(found.seconds_left / 60.0, 1.0))} left"
    return el(
        "span",
        el(
            "progress",
            value=found.feeders_done,
            max=max(found.feeders, 1),
            data_rev=found.feeders_done,
            aria_label="Feeders searched",
        ),
        el("span", words, role="status"),
        cls="progress",
    )


def _pct(share: float | None) -> float | None:
    return None if share is None else 100.0 * share


def _filled_words(feeders: pa.Table) -> str:
    """What a missing read is taken to be is not registered: how much that is, and its share."""
    filled, metered = _sum(feeders, "filled_kwh"), _sum(feeders, "metered_kwh")
    if not filled or not metered:
        return "by customers' meters, net"
    return f"net; {formats.energy(filled)} ({formats.percent(100.0 * filled / metered, 1)}) filled in"


def _a_day(table: pa.Table, column: str) -> float:
    """Energy in 24 of the hours that count, row by row: a period that has only begun is no whole day."""
    counted = table.filter(pc.greater(table["hours"], 0))
    return 24.0 * float(pc.sum(pc.divide(counted[column], pc.cast(counted["hours"], pa.float64()))).as_py() or 0.0)


def _sum(table: pa.Table, column: str) -> float:
    return float(pc.sum(table[column]).as_py() or 0.0)
