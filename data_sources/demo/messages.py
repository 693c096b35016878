"""What meters and customers send when supply is lost: last gasps and calls, of which some are lost, late or false."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.prediction.predictor import CALL, GASP
from data_sources.analytics.prediction.rates import MessageRates
from data_sources.analytics.topology import Bools, Ints


class MessageStream(NamedTuple):
    """Messages in order of arrival, each of shape (messages,).

    Attributes:
        meter: row of the meter.
        kind: GASP or CALL, as Predictor takes them.
        sent_at: when the meter lost supply, or the customer called, ms since 1970 UTC.
        arrives_at: when it is heard of, likewise.
    """

    meter: Ints
    kind: Ints
    sent_at: Ints
    arrives_at: Ints

    def until(self, at_ms: int) -> MessageStream:
        """What has arrived by a time, that time included."""
        count = int(np.searchsorted(self.arrives_at, at_ms, "right"))
        return MessageStream(*(column[:count] for column in self))


def lossy_messages(
    out_at: Ints, is_active: Bools, window: tuple[int, int], rates: MessageRates, rng: np.random.Generator
) -> MessageStream:
    """The messages of one window of time.

    Args:
        out_at: when each meter loses supply, ms since 1970 UTC; 0: it does not, shape (meters,).
        is_active: whether it has a customer who might call, shape (meters,).
        window: between which times false messages come.
        rates: how much is lost, late and false.
        rng: where chance comes from.
    """
    dark = np.flatnonzero(out_at > 0)
    gasping = dark[rng.random(len(dark)) >= rates.gasp_loss]
    calling = dark[(rng.random(len(dark)) < rates.call_share) & is_active[dark]]
    called_at = out_at[calling] + _delay(rng, rates.call_delay_s, len(calling))
    parts = [
        (gasping, GASP, out_at[gasping], out_at[gasping] + _delay(rng, rates.gasp_delay_s, len(gasping))),
        (calling, CALL, called_at, called_at),
        _false(np.flatnonzero(out_at == 0), GASP, rates.gasp_false, window, rng),
        _false(np.flatnonzero((out_at == 0) & is_active), CALL, rates.call_false, window, rng),
    ]
    meter, sent, arrives = (np.concatenate([part[k] for part in parts]) for k in (0, 2, 3))
    kind = np.repeat([part[1] for part in parts], [len(part[0]) for part in parts])
    order = np.argsort(arrives, kind="stable")
    return MessageStream(meter[order], kind[order], sent[order], arrives[order])


def _delay(rng: np.random.Generator, mean_s: float, count: int) -> NDArray[np.int64]:
    return (rng.exponential(mean_s * 1000, count)).astype(np.int64)


def _false(
    supplied: Ints, kind: int, chance: float, window: tuple[int, int], rng: np.random.Generator
) -> tuple[Ints, int, Ints, Ints]:
    meters = supplied[rng.random(len(supplied)) < chance]
    at = rng.integers(window[0], window[1], len(meters))
    return meters, kind, at, at
