"""A storm that was asked for (flux.sim_storms): a front moves over the network, and faults strike along it.

Everything else goes by the same rules as on any day: what opens, who reports, who calls, which crews go.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from data_sources.demo.simulator.faults import Exposure, exposure
from data_sources.network.graph import Network
from data_sources.network.rows import Floats
from data_sources.postgres.source import Connection, execute
from data_sources.query import Query
from data_sources.source import Source

WIND_MPS: Final = 24.0  # gusts along the front
WIDTH: Final = 0.15  # of the front, as a share of the way that it goes
MOST_A_STEP: Final = 3
LATEST: Final = 1.5  # times its length, after which what has not struck does not


@dataclass(slots=True)
class Storm:
    """A storm under way.

    Attributes:
        storm_id: its row.
        minutes: how long it is to last.
        faults: that it is to bring.
        seed: of its direction.
        began_at: when it was taken up.
        struck: faults so far.
        ended_at: when it was over.
    """

    storm_id: int
    minutes: float
    faults: int
    seed: int
    began_at: dt.datetime | None = None
    struck: int = 0
    ended_at: dt.datetime | None = None

    def share(self, now: dt.datetime) -> float:
        """How much of its time is over; above 1 afterwards."""
        return 0.0 if self.began_at is None else (now - self.began_at).total_seconds() / 60 / self.minutes

    def due(self, now: dt.datetime) -> int:
        """Faults that should have struck by now and have not; not too many at once."""
        return min(int(self.faults * min(self.share(now), 1.0)) - self.struck, MOST_A_STEP)

    def pass_over(self, now: dt.datetime) -> None:
        """It begins, or it ends."""
        self.began_at = self.began_at or now
        if self.struck >= self.faults or self.share(now) >= LATEST:
            self.ended_at = now


class Front:
    """Where a storm's faults may strike.

    Args:
        network: of the utility.
        storm: which.
        year: of today, for ages.
    """

    def __init__(self, network: Network, storm: Storm, year: int) -> None:
        """Chooses its way."""
        windy = exposure(network, year, WIND_MPS)
        bearing = np.random.default_rng(storm.seed).uniform(0, 2 * np.pi)
        nodes, segments, transformers = network.rows.nodes, network.segments, network.transformers
        ends = segments["from_node"]
        self._weights = tuple(np.diff(one, prepend=0.0) for one in (windy.segments, windy.transformers))
        places = ((nodes["lon"][ends], nodes["lat"][ends]), (transformers["lon"], transformers["lat"]))
        along = [np.cos(bearing) * lon + np.sin(bearing) * lat for lon, lat in places]
        low, high = float(along[0].min()), float(along[0].max())
        self._along = tuple((one - low) / max(high - low, 1e-9) for one in along)

    def exposure(self, share: float) -> Exposure:
        """How likely each segment and transformer is to fail where the front stands, up to a common factor."""
        return Exposure(*(self._near(k, share) for k in (0, 1)))

    def _near(self, kind: int, share: float) -> Floats:
        nearness = np.exp(-(((self._along[kind] - share) / WIDTH) ** 2))
        return np.asarray(np.cumsum(self._weights[kind] * nearness))


def read_storm(source: Source, utility_id: int) -> Storm | None:
    """The storm that was asked for and is not over."""
    rows: list[dict[str, Any]] = source.fetch(Query.of("sim_storm", utility_id=utility_id)).to_pylist()
    return Storm(**rows[0]) if rows else None


def write_storm(connection: Connection, storm: Storm) -> None:
    """How far it has come."""
    execute(
        connection, "sim_write_storm", storm_id=storm.storm_id, began_at=storm.began_at, struck=storm.struck,
        ended_at=storm.ended_at,
    )  # fmt: skip
