"""Networks in JSON files, for predictive studies of networks that stand in no database; the format is in README.

A file is read whole, and every fault of it is told, each in a sentence with its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, NonNegativeFloat, ValidationError

from data_sources.analytics.reliability.interruptions import Ints
from data_sources.analytics.reliability.predict import INTERRUPTS, ISOLATES, NO_DEVICE, StudyNetwork, topology_of
from data_sources.errors import ImportRefused
from data_sources.studies.reliability.rates import FailureRates
from data_sources.studies.reliability.study import NamedNetwork

SHOWN_FAULTS = 20
DEVICES: Mapping[str, int] = {
    "none": NO_DEVICE, "switch": ISOLATES, "disconnect": ISOLATES, "breaker": INTERRUPTS, "recloser": INTERRUPTS,
    "sectionaliser": INTERRUPTS, "fuse": INTERRUPTS,
}  # fmt: skip
Name = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, coerce_numbers_to_str=True)


class FileSection(_Strict):
    """A line section between two nodes, whichever of them is nearer to the source; its device is at that end."""

    name: Name
    from_: Name = Field(alias="from")
    to: Name
    length_km: NonNegativeFloat
    underground: bool = False
    device: Literal["none", "switch", "disconnect", "breaker", "recloser", "sectionaliser", "fuse"] = "none"
    failures_per_km_year: NonNegativeFloat | None = None
    repair_h: NonNegativeFloat | None = None
    switching_h: NonNegativeFloat | None = None


class FileLoadPoint(_Strict):
    """Customers at a node; `transformers` is how many they hang on (0: on the primary)."""

    name: Name
    node: Name
    customers: NonNegativeFloat
    average_load_kw: NonNegativeFloat = 0.0
    transformers: Literal[0, 1] = 1
    transformer_failures_per_year: NonNegativeFloat | None = None
    transformer_repair_h: NonNegativeFloat | None = None


class FileFeeder(_Strict):
    """A feeder from its source."""

    name: Name
    source: Name
    sections: list[FileSection] = Field(min_length=1)
    load_points: list[FileLoadPoint] = []


class FileTie(_Strict):
    """A normally open tie; without `to` it leads to a supply outside the file."""

    from_: Name = Field(alias="from")
    to: Name | None = None


class NetworkFile(_Strict):
    """A network; names of nodes mean the same in all feeders."""

    name: Name
    rates: FailureRates = FailureRates()
    feeders: list[FileFeeder] = Field(min_length=1)
    ties: list[FileTie] = []

    @property
    def sections(self) -> list[FileSection]:
        """Of all feeders."""
        return [section for feeder in self.feeders for section in feeder.sections]

    @property
    def load_points(self) -> list[FileLoadPoint]:
        """Of all feeders."""
        return [point for feeder in self.feeders for point in feeder.load_points]


def read_network(path: Path, said: Mapping[str, float] | None = None) -> NamedNetwork:
    """A network file.

    Args:
        path: the file.
        said: rates that outweigh the file's, by the names of `FailureRates`.

    Raises:
        ImportRefused: it cannot be read; each fault is a line.
    """
    try:
        found = NetworkFile.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise _refusal(path, (_sentence(one["loc"], one["msg"]) for one in error.errors())) from error
    if faults := [*_repeated(found), *_unknown_nodes(found)]:
        raise _refusal(path, faults)
    named = _named(found, found.rates.but(dict(said or {})))
    if faults := _faults_of_shape(found, named.network):
        raise _refusal(path, faults)
    return named


def _refusal(path: Path, faults: Iterable[str]) -> ImportRefused:
    told = list(faults)
    more = [f"… and {len(told) - SHOWN_FAULTS} more."] if len(told) > SHOWN_FAULTS else []
    return ImportRefused("\n".join([f"{path.name} is no network to study:", *told[:SHOWN_FAULTS], *more]))


def _sentence(where: Sequence[int | str], what: str) -> str:
    """feeders[0].sections[2].length_km: input should be greater than or equal to 0."""
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where).lstrip(".")
    return f"{place or 'the file'}: {what[:1].lower()}{what[1:]}."


def _repeated(found: NetworkFile) -> list[str]:
    """Names that stand twice cannot be told apart in the answer."""
    groups = {"feeder": found.feeders, "section": found.sections, "load point": found.load_points}
    told = []
    for kind, things in groups.items():
        names = [thing.name for thing in things]  # type: ignore[attr-defined]
        told += [f"{kind} {name!r}: the name stands {names.count(name)} times." for name in dict.fromkeys(names)
                 if names.count(name) > 1]  # fmt: skip
    return told


def _unknown_nodes(found: NetworkFile) -> list[str]:
    known = {node for section in found.sections for node in (section.from_, section.to)}
    asked = [(f"feeder {feeder.name!r}: source", feeder.source) for feeder in found.feeders]
    asked += [(f"load point {point.name!r}: node", point.node) for point in found.load_points]
    for place, tie in enumerate(found.ties):
        asked += [(f"ties[{place}]: node", node) for node in (tie.from_, tie.to) if node is not None]
    return [f"{who} {node!r} is the end of no section." for who, node in asked if node not in known]


def _faults_of_shape(found: NetworkFile, network: StudyNetwork) -> list[str]:
    """What is not radial, or not fed."""
    topology = topology_of(network)
    names = [section.name for section in found.sections]
    told = [
        f"section {names[edge]!r} closes a loop; open it with a tie, the study is of radial networks."
        for edge in topology.loop_edges.tolist()
    ]
    fed, own = np.flatnonzero(topology.child >= 0), topology.parent_edge[topology.child]
    told += [
        f"section {names[edge]!r} runs beside another one between the same nodes; give both as one."
        for edge in fed[own[fed] != fed].tolist()
    ]
    dark = np.flatnonzero(~topology.is_reached[network.from_node])
    return told + [f"section {names[edge]!r} is fed by no source." for edge in dark.tolist()]


def _named(found: NetworkFile, rates: FailureRates) -> NamedNetwork:
    nodes: dict[str, int] = {}

    def place(names: Iterable[str | None]) -> Ints:
        return np.array([-1 if name is None else nodes.setdefault(name, len(nodes)) for name in names], np.int64)

    sections, points = found.sections, found.load_points
    ends = place(section.from_ for section in sections), place(section.to for section in sections)
    ties = np.stack([place(tie.from_ for tie in found.ties), place(tie.to for tie in found.ties)], axis=1)
    network = StudyNetwork(
        node_count=len(nodes), from_node=ends[0], to_node=ends[1], ties=ties,
        failures=np.array([_failures(section, rates) for section in sections]),
        repair_h=np.array([_repair(section, rates) for section in sections]),
        switching_h=np.array([_or(section.switching_h, rates.switching_h) for section in sections]),
        device=np.array([DEVICES[section.device] for section in sections], np.int64),
        sources=np.unique(place(feeder.source for feeder in found.feeders)),
        load_node=place(point.node for point in points),
        customers=np.array([point.customers for point in points]),
        load_kw=np.array([point.average_load_kw for point in points]),
        transformer_failures=np.array([
            point.transformers * _or(point.transformer_failures_per_year, rates.transformer_failures_per_year)
            for point in points
        ]),
        transformer_h=np.array([_or(point.transformer_repair_h, rates.transformer_repair_h) for point in points]),
    )  # fmt: skip
    owner = np.repeat(np.arange(len(found.feeders)), [len(feeder.load_points) for feeder in found.feeders])
    names = [point.name for point in points]
    return NamedNetwork(found.name, network, names, [feeder.name for feeder in found.feeders], owner, rates)


def _failures(section: FileSection, rates: FailureRates) -> float:
    usual = rates.underground_failures_per_km_year if section.underground else rates.overhead_failures_per_km_year
    return section.length_km * _or(section.failures_per_km_year, usual)


def _repair(section: FileSection, rates: FailureRates) -> float:
    return _or(section.repair_h, rates.underground_repair_h if section.underground else rates.overhead_repair_h)


def _or(own: float | None, usual: float) -> float:
    return usual if own is None else own
