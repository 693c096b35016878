"""The search for suspects over many feeders, as a job tells it: feeder by feeder, the largest losses first."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.analytics.suspects.found import Suspect
from data_sources.history import losses
from data_sources.history.scope import Scope
from data_sources.jobs.frames import JobStep
from data_sources.query import Query
from data_sources.source import Source


@dataclass(frozen=True, slots=True)
class SuspectSearch:
    """What is searched.

    Attributes:
        scope: whose feeders.
        first_day: of the period.
        end_day: the day after its last.
        done: feeders that were searched already.
        kinds: kinds of suspects wanted.
    """

    scope: Scope
    first_day: dt.date
    end_day: dt.date
    done: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()


def search_feeders(source: Source, wanted: SuspectSearch) -> Iterator[JobStep]:
    """One step a feeder: `suspects` (losses.suspects_table), `names` (kind, id, name) of what they name, and `truth`.

    Raises:
        SourceError: the history cannot answer.
    """
    period = (wanted.first_day, wanted.end_day)
    feeders = losses.feeders_by_loss(source, wanted.scope, *period)
    truth = source.fetch(losses.ground_truth_query(wanted.scope, *period))
    left = [feeder_id for feeder_id in feeders if feeder_id not in wanted.done]
    done = len(feeders) - len(left)
    yield JobStep(done, len(feeders))
    began_at = time.monotonic()
    for count, (feeder_id, suspects) in enumerate(losses.scan(source, left, *period), 1):
        kept = [suspect for suspect in suspects if suspect.kind in wanted.kinds]
        tables = {
            "feeder": pa.table({"feeder_id": pa.array([feeder_id], pa.int32())}),
            "suspects": losses.suspects_table(kept),
            "names": _names(source.fetch(Query.of("ami_names_of_feeder", feeder_id=feeder_id)), feeder_id, kept),
            "truth": truth.filter(pc.equal(truth["feeder_id"], feeder_id)),
        }
        spent_s = time.monotonic() - began_at
        yield JobStep(done + count, len(feeders), spent_s / count * (len(left) - count), tables)


def _names(rows: pa.Table, feeder_id: int, suspects: Sequence[Suspect]) -> pa.Table:
    """The names that suspects need; those of all 600,000 meters would be kept for nothing."""
    spoken_of = (re.findall(r"\b(?:transformer|on) (\d+)\b", suspect.why) for suspect in suspects)
    wanted: dict[str, set[int | None]] = {
        "meter": {suspect.meter_id for suspect in suspects},
        "transformer": {suspect.transformer_id for suspect in suspects}
        | {suspect.suggested_transformer_id for suspect in suspects}
        | {int(number) for numbers in spoken_of for number in numbers},
    }
    found: dict[tuple[str, int], str] = {("feeder", feeder_id): rows["feeder_name"][0].as_py()} if rows.num_rows else {}
    for kind, ids in wanted.items():
        pairs = zip(rows[f"{kind}_id"].to_pylist(), rows[f"{kind}_name"].to_pylist(), strict=True)
        found |= {(kind, key): name for key, name in pairs if key in ids}
    columns = {
        "kind": [kind for kind, _ in found], "id": [key for _, key in found], "name": list(found.values()),
    }  # fmt: skip
    types = (pa.string(), pa.int64(), pa.string())
    return pa.table({name: pa.array(v, type_) for (name, v), type_ in zip(columns.items(), types, strict=True)})
