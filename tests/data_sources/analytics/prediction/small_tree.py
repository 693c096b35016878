"""A feeder small enough to enumerate every way in which it can be out.

    0 -B- 1 -F1- 2 -- 3        T0 at 2, T1 at 3
          |
          R
          |
          4 -F2- 5 -- 6        T4 at 4, T2 at 5, T3 at 6

Devices: 0 breaker B, 1 fuse F1, 2 recloser R, 3 fuse F2, 4 a switch on 2-3 (it does not trip). Each transformer t has
meters 3 t, 3 t + 1, 3 t + 2; the last of the three has no customer.
"""

from __future__ import annotations

import numpy as np

from data_sources.analytics.prediction.predictor import Predictor, chances_of
from data_sources.analytics.prediction.rates import MessageRates, OpeningRates, evidence
from data_sources.analytics.prediction.tree import ProtectionTree, protection_tree
from data_sources.analytics.topology import Topology

FROM = np.array([0, 1, 2, 1, 4, 5])
TO = np.array([1, 2, 3, 4, 5, 6])
BREAKER, FUSE_1, RECLOSER, FUSE_2, SWITCH = range(5)
DEVICE_EDGE = np.array([0, 1, 3, 4, 2])
KINDS = ["breaker", "fuse", "recloser", "fuse", "switch"]
UNIT_NODE = np.array([2, 3, 5, 6, 4])
METER_UNIT = np.repeat(np.arange(5), 3)
IS_ACTIVE = np.arange(15) % 3 < 2
RATES, OPENINGS = MessageRates(), OpeningRates()
NOON = 1_784_116_800_000  # 2026-07-15 12:00 UTC
MINUTE = 60_000


def small_tree(*, with_switch: bool = False) -> ProtectionTree:
    rows = np.arange(5 if with_switch else 4)
    return protection_tree(
        Topology(7, FROM, TO, np.ones(6, bool), [0]), rows, DEVICE_EDGE[rows], 5, UNIT_NODE, METER_UNIT, IS_ACTIVE
    )


def chances(tree: ProtectionTree) -> np.ndarray:
    return chances_of(tree, np.array([OPENINGS.chance(kind) for kind in KINDS]), OPENINGS.chance("transformer"))


def predictor(*, with_switch: bool = False) -> Predictor:
    tree = small_tree(with_switch=with_switch)
    return Predictor(tree, chances(tree), evidence(RATES, OPENINGS.chance("service")))
