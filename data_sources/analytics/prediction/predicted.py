"""What a prediction says: which device, how likely, why, and what else it might be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from data_sources.analytics.topology import Ints

PredictedKind = Literal["device", "transformer", "service"]
ReasonKind = Literal["telemetry", "messages", "silent", "answering", "above", "below", "alone"]
PredictionKey = tuple[PredictedKind, int]


class Reason(NamedTuple):
    """One reason: `number` of `of`, and a probability or an expected number, as its kind says (see `sentence`)."""

    kind: ReasonKind
    number: int = 0
    of: int = 0
    value: float = 0.0

    @property
    def sentence(self) -> str:
        """In words, without the name of anything."""
        texts: dict[ReasonKind, str] = {
            "telemetry": "Telemetry says that it is open.",
            "messages": f"{self.number} of {self.of} meters below it sent a last gasp or their customer called.",
            "silent": f"{self.number} are silent; lost and late messages alone would leave {self.value:.0f} silent.",
            "answering": f"{self.number} of the meters that reported have supply again by now.",
            "above": f"That something above it opened: {self.value:.1%} likely; "
            f"{self.number} of {self.of} other meters there reported.",
            "below": f"Several smaller outages below it instead: {self.value:.1%} likely.",
            "alone": "A single message: the service or the transformer, or a false message.",
        }
        return texts[self.kind]


class Alternative(NamedTuple):
    """Another explanation of the same messages; `kind` "below": several smaller outages (row -1)."""

    kind: Literal["device", "transformer", "service", "below"]
    row: int
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class OutagePrediction:
    """An outage presumed from messages.

    Attributes:
        kind: what is presumed open or failed.
        row: of the device, transformer or meter in its table.
        probability: that it is open and nothing above it is; 1 by telemetry.
        is_known: telemetry says so.
        callers: rows of the meters with a message, each in just one prediction.
        meters: how many meters hang below it.
        customers: active customers among them.
        began_at_ms: mean time of the messages, ms since 1970 UTC; 0 without any.
        reasons: most important first.
        alternatives: likewise.
    """

    kind: PredictedKind
    row: int
    probability: float
    is_known: bool
    callers: Ints
    meters: int
    customers: int
    began_at_ms: int
    reasons: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...]

    @property
    def key(self) -> PredictionKey:
        """Its name from one look to the next."""
        return self.kind, self.row


class Regrouped(NamedTuple):
    """What changed from one look to the next, as keys.

    Attributes:
        new: there was nothing of it before.
        gone: no message speaks for it any more.
        merged: prediction that took others in, and those.
        split: prediction that fell apart, and its parts.
    """

    new: tuple[PredictionKey, ...]
    gone: tuple[PredictionKey, ...]
    merged: dict[PredictionKey, tuple[PredictionKey, ...]]
    split: dict[PredictionKey, tuple[PredictionKey, ...]]


def regrouped(before: list[OutagePrediction], after: list[OutagePrediction]) -> Regrouped:
    """Which predictions came, went, took others in or fell apart, told by the meters that reported."""
    old = {int(meter): one.key for one in before for meter in one.callers}
    was, now = {one.key for one in before}, {one.key for one in after}
    sources = {one.key: sorted({old[m] for m in one.callers.tolist() if m in old} - {one.key}) for one in after}
    parts: dict[PredictionKey, list[PredictionKey]] = {}
    for key, taken in sources.items():
        for source in taken:
            parts.setdefault(source, []).append(key)
    split = {source: tuple(sorted(into)) for source, into in parts.items() if len(into) > 1 or source in now}
    merged = {key: tuple(one for one in taken if one not in split) for key, taken in sources.items()}
    return Regrouped(
        new=tuple(sorted(key for key in now - was if not sources[key])),
        gone=tuple(sorted(key for key in was - now if key not in parts)),
        merged={key: taken for key, taken in merged.items() if taken},
        split=split,
    )
