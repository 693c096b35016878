"""How often messages are lost, late or false, how often things open by themselves, and what a message therefore weighs.

Each meter is in one of 18 states of evidence (`state_of`): its last gasp came, is missing, or it can send none; its
customer called or not; a ping is unanswered, answered, or was not sent. The weight of a state is the natural logarithm
of P(state | the meter has no supply) / P(state | it has supply); weights of different meters add, since given who has
supply they are independent of each other. What is missing weighs by how much of it should have come by now: arrivals
are taken as exponential after the interruption, so that silence says nothing at first and everything in the end.

The figures are assumptions to be replaced by the utility's own, not measurements. Loss of last gasps differs widely
between networks and grows with the size of an outage (J. Jiang et al., "Outage Management of Distribution Systems
Incorporating Information From Smart Meters", IEEE Trans. Power Systems 31(5), 2016, treat notifications as uncertain
for that reason).
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

STATES: Final = 18
MISSING, CAME, NOT_FITTED = 0, 1, 2  # of a last gasp
NO_PING, UNANSWERED, ANSWERED = 0, 1, 2
_STATE: Final = np.arange(STATES)
# States of meters that report to be without supply, by a last gasp or a call.
REPORTS: Final[Bools] = (_STATE // 6 == CAME) | (_STATE // 3 % 2 == 1)


class MessageRates(NamedTuple):
    """Chances of a meter's and a customer's messages.

    Attributes:
        gasp_loss: share of last gasps that never come.
        gasp_delay_s: mean time from the interruption to the arrival of one that comes.
        gasp_false: chance that a meter with supply sends one within the time looked at.
        call_share: share of interrupted customers who ever call.
        call_delay_s: mean time until they do.
        call_false: chance that a customer with supply reports an outage within the time looked at.
        ping_loss: chance that a meter with supply does not answer a ping.
        ping_false: chance that one without supply seems to answer.
    """

    gasp_loss: float = 0.2
    gasp_delay_s: float = 30.0
    gasp_false: float = 1e-5
    call_share: float = 0.1
    call_delay_s: float = 1200.0
    call_false: float = 1e-5
    ping_loss: float = 0.03
    ping_false: float = 0.001

    def check(self) -> None:
        """Refuse what is no chance or no time.

        Raises:
            ValueError: a chance is not above 0 and below 1, or a time is not above 0.
        """
        for name, value in self._asdict().items():
            if not (value > 0 and (name.endswith("_s") or value < 1)):
                raise ValueError(f"{name} must be {'above 0' if name.endswith('_s') else 'between 0 and 1'}: {value}.")


class OpeningRates(NamedTuple):
    """How often things open or fail, per year of each, and the time looked at: what is likely before any message.

    Attributes:
        breaker: openings a year that last.
        recloser: likewise.
        fuse: likewise.
        transformer: failures a year, its own fuse included.
        service: failures a year of one customer's service or meter.
        window_days: the time within which messages are taken as belonging together.
        storm_factor: how many times the usual rates hold now.
    """

    breaker: float = 0.3
    recloser: float = 0.3
    fuse: float = 0.15
    transformer: float = 0.02
    service: float = 0.004
    window_days: float = 0.25
    storm_factor: float = 1.0

    def chance(self, kind: str) -> float:
        """Probability that one thing of a kind opens within the window; 0 for kinds that do not trip."""
        rate = getattr(self, kind) if kind in ("breaker", "recloser", "fuse", "transformer", "service") else 0.0
        return -math.expm1(-rate * self.storm_factor * self.window_days / 365.25)


class MessageWeights(NamedTuple):
    """What each state of evidence weighs.

    Attributes:
        fixed: weight without what is missing, shape (18,).
        awaits_gasp: a last gasp is missing in this state, shape (18,).
        awaits_call: a call is missing in this state, shape (18,).
        gasp_share: share of last gasps that come in the end.
        gasp_delay_s: their mean delay.
        call_share: share of customers who call in the end.
        call_delay_s: their mean delay.
        service: chance beforehand that one service alone is out.
    """

    fixed: Floats
    awaits_gasp: Bools
    awaits_call: Bools
    gasp_share: float
    gasp_delay_s: float
    call_share: float
    call_delay_s: float
    service: float

    @property
    def alone(self) -> Floats:
        """Weight of a meter that reports while no device above it opened: out by itself, or a false message; else 0."""
        weights: Floats = np.where(REPORTS, np.log1p(self.service * np.expm1(self.fixed)), 0.0)
        return weights

    @property
    def service_probability(self) -> Floats:
        """Probability that a meter in a state is out by itself where nothing above it opened, shape (18,)."""
        odds = self.service / (1 - self.service) * np.exp(self.fixed)
        shares: Floats = odds / (1 + odds)
        return shares


def state_of(gasp: int, is_called: int, ping: int) -> int:
    """Number of a state of evidence."""
    return gasp * 6 + is_called * 3 + ping


def evidence(rates: MessageRates, service: float) -> MessageWeights:
    """Weights while an outage is sought.

    Args:
        rates: chances of messages.
        service: chance beforehand that one service alone is out, above 0.

    Raises:
        ValueError: a rate is no chance or no time.
    """
    rates.check()
    fixed = np.zeros(STATES)
    awaits_gasp, awaits_call = np.zeros(STATES, np.bool_), np.zeros(STATES, np.bool_)
    ping = (0.0, math.log((1 - rates.ping_false) / rates.ping_loss), math.log(rates.ping_false / (1 - rates.ping_loss)))
    came = math.log((1 - rates.gasp_loss) / rates.gasp_false)
    called = math.log(rates.call_share / rates.call_false)
    for state in range(STATES):
        gasp, is_called, pinged = state // 6, state // 3 % 2, state % 3
        fixed[state] = ping[pinged]
        if pinged != ANSWERED:  # an answer newer than its messages stands for itself
            fixed[state] += came * (gasp == CAME) + called * is_called
            awaits_gasp[state], awaits_call[state] = gasp == MISSING, not is_called
    return MessageWeights(
        fixed, awaits_gasp, awaits_call, 1 - rates.gasp_loss, rates.gasp_delay_s, rates.call_share,
        rates.call_delay_s, service,
    )  # fmt: skip
