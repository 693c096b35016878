"""What is published of a utility at a moment; one object a process, asked by one thread at a time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from data_sources.analytics.disclosure import Box, rounded
from data_sources.publishing.counties import County, load_counties
from data_sources.publishing.outages import PublicGround, PublishedOutage, public_ground, published_outages
from data_sources.query import Query
from data_sources.source import Source


@dataclass(frozen=True, slots=True)
class PublicRules:
    """What a utility decided about what it publishes.

    Attributes:
        smallest: number of customers that may be shown, and the base that counts are rounded to.
        refresh_s: seconds that an edition stands, however much changes.
        telephone: how to report an outage; None: nothing is said.
        counties: to name areas by.
    """

    smallest: int = 10
    refresh_s: float = 60.0
    telephone: str | None = None
    counties: tuple[County, ...] = ()

    @classmethod
    def of(cls, smallest: int, refresh_s: float, telephone: str | None, counties: Path | None) -> PublicRules:
        """Rules by settings.

        Raises:
            SettingsError: the file of counties cannot be used.
        """
        return cls(smallest, refresh_s, telephone, load_counties(counties))


@dataclass(frozen=True, slots=True, eq=False)
class Publication:
    """What is told of a utility.

    Attributes:
        utility: its name.
        time_zone: its clock.
        is_demo: whether it is a demonstration, its outages simulated.
        as_of: the moment it is true for, UTC.
        customers_out: sum of what is told.
        customers_served: by the utility, rounded.
        rules: what it goes by.
        outages: most customers first.
        ground: every area, for a map.
        is_storm: whether a storm is declared: times are those of areas.
        notice: what was approved for the public in it, and when; None: nothing was.
        is_checking: whether outages are presumed that nobody has confirmed; none of them is told or counted.
    """

    utility: str
    time_zone: str
    is_demo: bool
    as_of: dt.datetime
    customers_out: int
    customers_served: int
    rules: PublicRules
    outages: tuple[PublishedOutage, ...]
    ground: tuple[Box, ...]
    is_storm: bool = False
    notice: tuple[str, dt.datetime] | None = None
    is_checking: bool = False


@dataclass(slots=True, eq=False)
class Publisher:
    """Makes publications.

    Attributes:
        source: the live database; its answers may be shared.
        rules: what is published.
    """

    source: Source
    rules: PublicRules
    _grounds: dict[int, tuple[pa.Table, PublicGround]] = field(default_factory=dict)

    def publish(self, utility: str | None, now: dt.datetime) -> Publication | None:
        """What is told now; None where there is no such utility.

        Args:
            utility: its name; the first one where None.
            now: UTC.

        Raises:
            SourceUnavailable: the database is away.
        """
        row = self._utility(utility)
        if row is None:
            return None
        number = row["utility_id"]
        ground = self._ground(number)
        # First: what is read after a storm was seen has the times of its areas.
        storm = self.source.fetch(Query.of("public_storm", utility_id=number)).to_pylist()
        outages = self.source.fetch(Query.of("public_outages", utility_id=number))
        places = self.source.fetch(Query.of("public_out_places", utility_id=number))
        told = published_outages(ground, outages, places)
        notice = next(((one["public_text"], one["public_text_at"]) for one in storm if one["public_text"]), None)
        presumed = self.source.fetch(Query.of("public_presumed", utility_id=number))["is_presumed"][0].as_py()
        return Publication(
            row["utility_name"], row["time_zone"], row["is_demo"], now, sum(one.customers_out for one in told),
            rounded(ground.customers, ground.smallest), self.rules, told, ground.boxes,
            bool(storm), notice, presumed,
        )  # fmt: skip

    def _utility(self, name: str | None) -> dict[str, Any] | None:
        rows: list[dict[str, Any]] = self.source.fetch(Query.of("utilities")).to_pylist()
        return next((row for row in rows if name in (None, row["utility_name"])), None)

    def _ground(self, number: int) -> PublicGround:
        """Areas change with the network alone, which the source tells by answering with other rows."""
        served = self.source.fetch(Query.of("public_customers", utility_id=number))
        kept = self._grounds.get(number)
        if kept is None or kept[0] is not served:
            secret = self.source.fetch(Query.of("public_secret"))["secret"][0].as_py()
            kept = served, public_ground(served, self.rules.counties, self.rules.smallest, secret)
            self._grounds[number] = kept
        return kept[1]
