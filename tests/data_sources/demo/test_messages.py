"""The lossy messages of the demo's meters and customers."""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.analytics.prediction.predictor import CALL, GASP
from data_sources.analytics.prediction.rates import MessageRates
from data_sources.demo.messages import MessageStream, lossy_messages

NOON, HOUR = 1_784_116_800_000, 3_600_000
RATES = MessageRates(gasp_loss=0.3, gasp_false=1e-3, call_share=0.2, call_false=1e-3)
METERS, DARK = 100_000, 50_000


def stream(seed: int = 1) -> MessageStream:
    out_at = np.where(np.arange(METERS) < DARK, NOON, 0)
    is_active = np.arange(METERS) % 2 == 0
    return lossy_messages(out_at, is_active, (NOON, NOON + HOUR), RATES, np.random.default_rng(seed))


def test_shares_are_those_asked_for() -> None:
    sent = stream()
    true_gasps = sent.meter[(sent.kind == GASP) & (sent.meter < DARK)]
    assert len(true_gasps) / DARK == pytest.approx(0.7, abs=0.01)
    assert len(np.unique(true_gasps)) == len(true_gasps)
    calls = sent.meter[(sent.kind == CALL) & (sent.meter < DARK)]
    assert len(calls) / (DARK / 2) == pytest.approx(0.2, abs=0.01)
    assert (calls % 2 == 0).all()  # nobody calls where nobody lives
    assert ((sent.kind == GASP) & (sent.meter >= DARK)).sum() == pytest.approx(50, abs=25)


def test_delays_are_those_asked_for() -> None:
    sent = stream()
    is_true = (sent.kind == GASP) & (sent.meter < DARK)
    assert (sent.sent_at[is_true] == NOON).all()
    delay_s = (sent.arrives_at - sent.sent_at)[is_true] / 1000
    assert delay_s.mean() == pytest.approx(RATES.gasp_delay_s, rel=0.03)
    assert (np.diff(sent.arrives_at) >= 0).all()


def test_the_same_seed_makes_the_same_messages() -> None:
    assert all(np.array_equal(a, b) for a, b in zip(stream(7), stream(7), strict=True))
    assert len(stream(7).meter) != len(stream(8).meter)


def test_what_has_arrived_by_a_time() -> None:
    sent = stream().until(NOON + 30_000)
    assert sent.arrives_at.max() <= NOON + 30_000
    assert len(sent.meter) < len(stream().meter)
