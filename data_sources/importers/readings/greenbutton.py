"""Green Button files: NAESB REQ.21 (ESPI) interval data in an Atom feed, read as a stream.

Entries are tied by their links: a UsagePoint has MeterReadings, a MeterReading has one ReadingType and IntervalBlocks.
They may stand in any order, so the numbers of the blocks are kept compactly and named when the file is over. Times are
seconds since 1970 in UTC (ESPI TimeType) and mark an interval's start; LocalTimeParameters only say how to show them.
Document types and entities have no place in such files and are refused before anything is expanded.
"""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

import numpy as np

from data_sources.errors import ImportRefused
from data_sources.importers.readings.arrays import Floats, Ints
from data_sources.importers.readings.channels import measures_of
from data_sources.importers.readings.columns import Role
from data_sources.importers.readings.fixed import check_unit
from data_sources.importers.readings.options import NO_LENGTH, ReadingOptions
from data_sources.importers.readings.parsed import ParsedReadings, Rejects, same_meter
from data_sources.importers.readings.registers import Register, one_register, put_together
from data_sources.importers.readings.stamps import zone_of_offset
from data_sources.numerals import number
from data_sources.warehouse.reading_values import ACTUAL, EDITED, ESTIMATED, INTERVALS_MINUTES, MISSING

BLOCK_BYTES = 1 << 20
# UnitSymbolKind: (role, is power, kilo-units in one): W, VAr, Wh, VArh, V.
UNITS: dict[int, tuple[Role, bool, float]] = {
    38: ("delivered", True, 1e-3), 63: ("reactive", True, 1e-3), 72: ("delivered", False, 1e-3),
    73: ("reactive", False, 1e-3), 29: ("voltage", False, 1.0),
}  # fmt: skip
FLOWS: dict[int, Role] = {1: "delivered", 19: "received", 4: "net"}  # FlowDirectionKind forward, reverse, net
REGISTERS = (1, 2, 3)  # AccumulationKind bulk quantity, continuous cumulative, cumulative
ELECTRICITY = (0, 1, 2)  # CommodityKind: not stated, at secondary voltage, at transmission voltage
EXTREMES = (8, 9)  # DataQualifierKind maximum, minimum: of the values in an interval, none is its energy
PHASES = (32, 64, 128)  # PhaseCodeKind C, B, A; all others are of several phases at once
MULTIPLIERS = range(-12, 13)  # UnitMultiplierKind pico to tera
# QualityOfReading: manually edited; estimated by day, by line, derived, projected, questionable.
QUALITIES = {7: EDITED, 8: ESTIMATED, 9: ESTIMATED, 10: ESTIMATED, 11: ESTIMATED, 12: ESTIMATED}

# Where the offset of LocalTimeParameters (seconds, with daylight saving as in North America) is at home.
ZONES_WITH_SUMMER = {
    -12600: "America/St_Johns", -14400: "America/Halifax", -18000: "America/New_York", -21600: "America/Chicago",
    -25200: "America/Denver", -28800: "America/Los_Angeles", -32400: "America/Anchorage",
}  # fmt: skip
NO_VALUE = -(1 << 62)
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
NOT_ENERGIES = "a meter's register, not energies of intervals"


@dataclass(slots=True)
class _Block:
    """Numbers of the IntervalBlocks of one MeterReading; a value that is not there is NaN."""

    start: array[int] = field(default_factory=lambda: array("q"))
    duration: array[int] = field(default_factory=lambda: array("q"))
    value: array[float] = field(default_factory=lambda: array("d"))
    quality: array[int] = field(default_factory=lambda: array("b"))
    line: array[int] = field(default_factory=lambda: array("q"))


@dataclass(slots=True)
class _Feed:
    """What the entries said, by the address of their own link."""

    meter_titles: dict[str, str] = field(default_factory=dict)  # UsagePoint: title
    types: dict[str, dict[str, int]] = field(default_factory=dict)  # ReadingType: its numbers
    type_of: dict[str, list[str]] = field(default_factory=dict)  # MeterReading: related links
    blocks: dict[str, _Block] = field(default_factory=dict)  # MeterReading: numbers
    zone: dict[str, int] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    contradicted: set[str] = field(default_factory=set)  # ReadingTypes that stand there twice, and differ


Part = tuple[int, int, int, int]
WHOLE: Part = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the readings of one MeterReading are.

    Attributes:
        role: what they measure.
        is_power: they are means of power rather than energies.
        scale: kilo-units (or volts) in one of them.
        usual_s: length of an interval that names none, seconds.
        part: one phase, time of use, tier or critical peak of the whole; zeros for the whole. Parts are added.
    """

    role: Role
    is_power: bool
    scale: float
    usual_s: int
    part: Part


def read_greenbutton(path: Path, rejects: Rejects, options: ReadingOptions | None = None) -> Iterator[ParsedReadings]:
    """The readings of a Green Button file, one piece a usage point.

    Args:
        path: the file.
        rejects: is told what is not taken.
        options: what a person says about it.

    Raises:
        ImportRefused: it is no Green Button file, has a document type, holds nothing but register values, or the
            options contradict it.
    """
    options = options or ReadingOptions()
    if options.time_zone and options.new_utility is None:
        rejects.report.note("Its stamps are instants of UTC, as Green Button has them: --time-zone changes none.")
    feed = _Feed()
    parser = _Parser(path.name, feed, rejects)
    parser.read(path)
    if not feed.kinds & {"IntervalBlock", "MeterReading", "UsagePoint"}:
        raise ImportRefused(f"{path.name} is XML, but holds no Green Button readings (no IntervalBlock).")
    by_meter: dict[str, dict[_Kind, list[Register]]] = {}
    for address, block in feed.blocks.items():
        meter = _meter_of(feed, address)
        kind = _kind_of(feed, address, block, options, rejects)
        if kind is not None:
            register = Register(address.rsplit("/", 1)[-1], kind.role, _readings(meter, block, kind, rejects))
            by_meter.setdefault(meter, {}).setdefault(kind, []).append(register)
    if not by_meter and set(rejects.report.rejected) == {NOT_ENERGIES}:
        raise ImportRefused(
            f"{path.name}: its readings are {NOT_ENERGIES}; `--registers interval` takes them as energies all the same."
        )
    for found in by_meter.values():
        merged = _of_meter(found, rejects)
        if merged is not None:
            yield merged


def _of_meter(found: dict[_Kind, list[Register]], rejects: Rejects) -> ParsedReadings | None:
    """The readings of one usage point: energies rather than powers, one MeterReading of each kind and part."""
    energies = {(kind.role, kind.part) for kind in found if not kind.is_power}
    registers: dict[tuple[Role, Part], list[Register]] = {}
    for kind, own in found.items():
        if kind.is_power and (kind.role, kind.part) in energies:
            rejects.report.note(f"{own[0].title} is power and left out: the energies of the same flow stand beside it.")
        else:
            registers.setdefault((kind.role, kind.part), []).extend(one for one in own if len(one.readings))
    return put_together([one_register(own, rejects) for own in _told_once(registers) if own], rejects)


def _told_once(registers: dict[tuple[Role, Part], list[Register]]) -> list[list[Register]]:
    """Parts are added only where the whole is not told."""
    wholes = {role for role, part in registers if part == WHOLE}
    return [own for (role, part), own in registers.items() if part == WHOLE or role not in wholes]


def zone_in(path: Path) -> str | None:
    """The IANA zone that a file's LocalTimeParameters mean, where we know one."""
    with path.open("rb") as file:
        head = file.read(BLOCK_BYTES).decode("utf-8", "replace")
    offset, summer = (re.search(rf"<(?:\w+:)?{name}>\s*(-?[0-9]+)\s*<", head) for name in ("tzOffset", "dstOffset"))
    if offset is None:
        return None
    seconds = int(offset[1])
    if summer is not None and int(summer[1]) and seconds in ZONES_WITH_SUMMER:
        return ZONES_WITH_SUMMER[seconds]
    return None if summer is not None and int(summer[1]) else zone_of_offset(seconds)


class _Parser:
    """Walks the XML; keeps numbers, forgets elements."""

    def __init__(self, file: str, feed: _Feed, rejects: Rejects) -> None:
        self.file, self.feed, self.rejects = file, feed, rejects
        self.path: list[str] = []
        self.text = ""
        self.own = self.up = self.title = self.kind = ""
        self.related: list[str] = []
        self.numbers: dict[str, int] = {}
        self.reading: dict[str, str] = {}
        self.block = _Block()
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def read(self, path: Path) -> None:
        """The whole file; what stands before a break is kept."""
        try:
            with path.open("rb") as file:
                while block := file.read(BLOCK_BYTES):
                    self.parser.Parse(block, False)
                self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            self._close_block()
            if not self.feed.blocks:
                raise ImportRefused(f"{self.file} cannot be read as XML: {error}.") from error
            self.rejects.add(error.lineno, "XML ends or breaks here", expat.ErrorString(error.code) or "")

    def _refuse(self, *_: object) -> None:
        raise ImportRefused(f"{self.file} declares a document type or entities; no Green Button file has them.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rsplit(" ", 1)[-1]
        self.path.append(local)
        self.text = ""
        if local == "entry":
            self.own = self.up = self.title = self.kind = ""
            self.related, self.numbers, self.block = [], {}, _Block()
        elif local == "link":
            self._link(attributes.get("rel", ""), attributes.get("href", "").strip().rstrip("/"))
        elif self.path[-2:-1] == ["content"]:
            self.kind = self.kind or local
            self.feed.kinds.add(local)
        elif local == "IntervalReading":
            self.reading = {}

    def _link(self, relation: str, address: str) -> None:
        if relation == "self":
            self.own = address
        elif relation == "up":
            self.up = address
        elif relation == "related":
            self.related.append(address)

    def _characters(self, text: str) -> None:
        self.text += text

    def _end(self, name: str) -> None:
        local = name.rsplit(" ", 1)[-1]
        self.path.pop()
        parent = self.path[-1] if self.path else ""
        text = self.text.strip()
        if local == "entry":
            self._close_entry()
        elif local == "title" and parent == "entry":
            self.title = text
        elif local == "IntervalReading":
            self._close_reading()
        elif "IntervalReading" in self.path:
            self.reading[local] = text
        elif parent in ("ReadingType", "LocalTimeParameters"):
            self.numbers[local] = _integer(text)
        self.text = ""

    def _close_reading(self) -> None:
        reading, line = self.reading, self.parser.CurrentLineNumber
        start, value = _integer(reading.get("start", "")), _number(reading.get("value", ""))
        if start == NO_VALUE or not 0 < start < 1 << 36:
            self.rejects.add(line, "not a time", str(reading))
        elif value is None:
            self.rejects.add(line, "not a number", str(reading))
        else:
            self.block.start.append(start)
            self.block.duration.append(max(_integer(reading.get("duration", "")), 0))
            self.block.value.append(value)
            self.block.quality.append(QUALITIES.get(_integer(reading.get("quality", "")), ACTUAL))
            self.block.line.append(line)

    def _close_block(self) -> None:
        """Numbers of this entry's blocks to those of its MeterReading."""
        if not len(self.block.start):
            return
        address = re.sub(r"/IntervalBlock(/[^/]*)?$", "", self.up or self.own)
        known = self.feed.blocks.setdefault(address, _Block())
        for name in ("start", "duration", "value", "quality", "line"):
            getattr(known, name).extend(getattr(self.block, name))
        self.block = _Block()

    def _close_type(self) -> None:
        known = self.feed.types.setdefault(self.own, self.numbers)
        if {**known, **self.numbers, "accumulationBehaviour": 0} != {**known, "accumulationBehaviour": 0}:
            self.feed.contradicted.add(self.own)
        if self.numbers.get("accumulationBehaviour", 4) in REGISTERS:  # who says register is asked about
            self.feed.types[self.own] = self.numbers

    def _close_entry(self) -> None:
        self._close_block()
        if self.kind == "ReadingType":
            self._close_type()
        elif self.kind == "MeterReading":
            self.feed.type_of[self.own] = self.related
        elif self.kind == "UsagePoint":
            self.feed.meter_titles[self.own] = self.title
        elif self.kind == "LocalTimeParameters":
            self.feed.zone = self.numbers


def _integer(text: str) -> int:
    """An integer; NO_VALUE where none is written. A fraction that is none of a whole number (900.0) is cut off."""
    try:
        known = int(text) if _INTEGER.fullmatch(text) else int(number(text))
    except ValueError:
        return NO_VALUE
    return known if abs(known) < 1 << 62 else NO_VALUE


def _number(text: str) -> float | None:
    """A value as it is written, decimals included: NaN where none is, None where it is no number."""
    if not text:
        return math.nan
    try:
        return number(text)
    except ValueError:
        return None


def _meter_of(feed: _Feed, address: str) -> str:
    """A usage point's title where it has one of its own, else the end of its address."""
    own = re.sub(r"/MeterReading(/[^/]*)?$", "", address)
    title = feed.meter_titles.get(own, "")
    titles = list(feed.meter_titles.values())
    if title and titles.count(title) == 1:
        return title
    if own not in feed.meter_titles and len(titles) == 1:
        return titles[0]
    return own.rsplit("/", 1)[-1]


def _type_of(feed: _Feed, address: str) -> str | None:
    """The address of a MeterReading's ReadingType: as linked, or the only one."""
    for link in feed.type_of.get(address, []):
        for own in feed.types:
            if own == link or own.endswith("/" + link) or link.endswith("/" + own):
                return own
    return next(iter(feed.types)) if len(feed.types) == 1 else None


def _kind_of(feed: _Feed, address: str, block: _Block, options: ReadingOptions, rejects: Rejects) -> _Kind | None:
    """What the readings of a MeterReading are; None, and the reason told, where they are not for us."""
    own = _type_of(feed, address)
    numbers = feed.types.get(own or "", {})
    reason = "readings without a ReadingType" if own is None else _not_ours(numbers, options)
    if own in feed.contradicted:
        reason = "its ReadingType stands there twice, and differs"
    if reason:
        count = len(block.start)
        rejects.add(block.line[0], reason, f"{count} readings of {address}", count)
        return None
    role, is_power, factor = UNITS[numbers["uom"]]
    scale = factor * 10.0 ** numbers.get("powerOfTenMultiplier", 0)
    if role == "delivered":
        check_unit(rejects.report.path.name, options.unit, is_power=is_power, factor=scale)
        role = FLOWS.get(numbers.get("flowDirection", 1), "delivered")
        role = "net" if options.is_net and role == "delivered" else role
    return _Kind(role, is_power, scale, numbers.get("intervalLength", 0), _part(numbers))


def _part(numbers: dict[str, int]) -> Part:
    phase, tou, tier, peak = (max(numbers.get(name, 0), 0) for name in ("phase", "tou", "consumptionTier", "cpp"))
    return phase if phase in PHASES else 0, tou, tier, peak


def _not_ours(numbers: dict[str, int], options: ReadingOptions) -> str:
    """Why readings of a type are left out; empty where they are not."""
    uom, commodity = numbers.get("uom", 0), numbers.get("commodity", 0)
    if uom not in UNITS or commodity not in ELECTRICITY:
        return f"not electric energy (uom {numbers.get('uom')}, commodity {numbers.get('commodity')})"
    if numbers.get("powerOfTenMultiplier", 0) not in MULTIPLIERS:
        return f"powerOfTenMultiplier is none of {MULTIPLIERS[0]} to {MULTIPLIERS[-1]}"
    if numbers.get("dataQualifier", 0) in EXTREMES:
        return "the largest or smallest value of an interval, not its energy"
    role, is_power, _ = UNITS[uom]
    is_register = numbers.get("accumulationBehaviour", 4) in REGISTERS and not is_power and role != "voltage"
    return NOT_ENERGIES if is_register and options.registers != "interval" else ""


def _readings(meter: str, block: _Block, kind: _Kind, rejects: Rejects) -> ParsedReadings:
    start, duration, line = (np.array(column, np.int64) for column in (block.start, block.duration, block.line))
    duration = np.where(duration > 0, duration, kind.usual_s)
    raw: Floats = np.array(block.value, np.float64)
    hours: Floats | float = duration / 3600.0 if kind.is_power else 1.0
    values = raw * kind.scale * hours
    quality: Ints = np.where(np.isnan(raw), MISSING, np.array(block.quality, np.int64))
    good = np.isin(duration, [minutes * 60 for minutes in INTERVALS_MINUTES])
    for row in np.flatnonzero(~good):
        reason = NO_LENGTH
        rejects.add(int(line[row]), reason, f"{meter} start {start[row]} duration {duration[row]} s")
    piece = ParsedReadings(
        same_meter(meter, len(start)), start * 1_000_000, duration // 60, measures_of(kind.role, values), quality, line
    )
    return piece.take(good)
