"""A prediction as sentences, alternatives and counts: what stands in flux.outage_predictions."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from data_sources.analytics.prediction.predicted import Alternative, OutagePrediction, PredictionKey
from data_sources.commands.receipt import Receipt
from data_sources.errors import CommandError
from data_sources.network.graph import Network
from data_sources.postgres.source import Connection, execute
from data_sources.prediction.presumed import MeterCounts

SHOWN = 5  # alternatives
DONE = {
    "report_outage": "reported", "move_prediction": "moved", "merge_outage": "merged", "cancel_outage": "cancelled",
    "confirm_outage": "confirmed", "ping_meters": "asked about", "attach_call": "attached calls",
}  # fmt: skip


def place_of(network: Network, key: PredictionKey) -> dict[str, int]:
    """A place as the values of a command."""
    kind, row = key
    if kind == "device":
        return {"device_id": int(network.devices.ids[row])}
    if kind == "transformer":
        return {"transformer_id": int(network.transformers.ids[row])}
    return {"meter_id": int(network.rows.meters.ids[row])}


def reasons(one: OutagePrediction, found: MeterCounts) -> list[str]:
    """Why it is presumed, most important first; what pings say stands first of all."""
    said = [reason.sentence for reason in one.reasons]
    if found.unanswered:
        pinged = "meter did" if found.unanswered == 1 else "meters did"
        said.insert(0, f"{found.unanswered} {pinged} not answer a ping.")
    return said


def alternatives(network: Network, one: OutagePrediction) -> list[dict[str, Any]]:
    """Other explanations: kind, id (none for several smaller outages), name, probability."""
    return [_alternative(network, other) for other in one.alternatives[:SHOWN]]


def _alternative(network: Network, other: Alternative) -> dict[str, Any]:
    if other.kind == "below":
        return {"kind": "below", "id": None, "name": None, "probability": other.probability}
    table = {
        "device": network.devices, "transformer": network.transformers, "service": network.rows.meters,
    }[other.kind]  # fmt: skip
    named = {"device": "device_name", "transformer": "transformer_name"}
    name = str(table[named[other.kind]][other.row]) if other.kind in named else None
    return {"kind": other.kind, "id": int(table.ids[other.row]), "name": name, "probability": other.probability}


def write(
    connection: Connection, network: Network, outage_id: int, one: OutagePrediction, found: MeterCounts,
    found_at: dt.datetime, now: dt.datetime, why: list[str] | None = None,
) -> None:  # fmt: skip
    """Write why an outage is presumed.

    Args:
        connection: of the transaction.
        network: of the utility.
        outage_id: of the outage.
        one: the prediction.
        found: what the meters of its place say.
        found_at: when it was first presumed there.
        now: of the look.
        why: its reasons, where they are others than the prediction's own.
    """
    execute(
        connection, "write_prediction", outage_id=outage_id, probability=rounded(one), began_at=began_at(one, now),
        found_at=found_at, looked_at=now, last_gasps=found.last_gasps, calls=found.calls, silent=found.silent,
        answering=found.answering, reasons=json.dumps(why or reasons(one, found)),
        alternatives=json.dumps(alternatives(network, one)),
    )  # fmt: skip


def in_words(outcomes: Sequence[Receipt | CommandError]) -> str:
    """What was done, e.g. "reported 2, merged 1"; empty for nothing."""
    done = Counter(DONE[one.command] for one in outcomes if isinstance(one, Receipt))
    return ", ".join(f"{word} {number}" for word, number in done.items())


def rounded(one: OutagePrediction) -> float:
    """Its probability, to a tenth of a percent."""
    return round(min(max(one.probability, 0.0), 1.0), 3)


def began_at(one: OutagePrediction, now: dt.datetime) -> dt.datetime:
    """When supply was probably lost; now where no message says."""
    return dt.datetime.fromtimestamp(one.began_at_ms / 1000, dt.UTC) if one.began_at_ms else now
