"""Writers of small files of readings, by independent means (zoneinfo and plain text), and a reader for tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from data_sources.importers.readings.files import pieces  # the reader without meters and warehouse
from data_sources.importers.readings.options import FileReport, ReadingOptions
from data_sources.importers.readings.parsed import MEASURES, Rejects, check_values, concat
from data_sources.importers.readings.same_time import one_a_start
from data_sources.warehouse.reading_values import QUALITIES

CHICAGO, SYDNEY = ZoneInfo("America/Chicago"), ZoneInfo("Australia/Sydney")
Series = dict[dt.datetime, float]


@dataclass
class Read:
    """What a reader made of a file: rows by (meter, start), rejected rows, and the report."""

    rows: dict[tuple[str, dt.datetime], dict[str, object]]
    rejects: list[tuple[int | None, str, str]]
    report: FileReport

    @property
    def delivered(self) -> Series:
        return {at: float(row["energy_delivered_kwh"]) for (_, at), row in self.rows.items()}  # type: ignore[arg-type]

    @property
    def reasons(self) -> dict[str, int]:
        return dict(self.report.rejected)


def read_file(path: Path, zone: str = "America/Chicago", **options: object) -> Read:
    report = FileReport(path)
    rejects = Rejects(report)
    told = ReadingOptions(**options)  # type: ignore[arg-type]
    found = list(pieces(path, told, zone, rejects))
    rows: dict[tuple[str, dt.datetime], dict[str, object]] = {}
    if found:
        piece = check_values(one_a_start(concat(found), rejects, told.same_time), rejects)
        for row in range(len(piece)):
            at = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=int(piece.at[row]))
            key = (piece.meter[row].as_py(), at)
            assert key not in rows, key
            rows[key] = {
                "minutes": int(piece.minutes[row]), "quality": QUALITIES[piece.quality[row]],
                "line": int(piece.line[row]), **{name: float(piece.measures[name][row]) for name in MEASURES},
            }  # fmt: skip
    return Read(rows, rejects.rows, report)


def instants(day: dt.date, zone: ZoneInfo, minutes: int, days: int = 1) -> list[dt.datetime]:
    """Starts of the intervals of local days, UTC: 23 to 25 hours a day."""
    at = dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)
    end = dt.datetime.combine(day + dt.timedelta(days=days), dt.time(), zone).astimezone(dt.UTC)
    found = []
    while at < end:
        found.append(at)
        at += dt.timedelta(minutes=minutes)
    return found


def series(starts: list[dt.datetime]) -> Series:
    """A different value for each instant, rising and falling as energies do."""
    return {at: round(0.1 + number * 7919 % 1009 / 1000, 3) for number, at in enumerate(starts)}


def long_csv(rows: Series, zone: ZoneInfo, *, end_minutes: int = 0, name: str = "kwh", separator: str = ",") -> str:
    """Local wall-clock stamps, of the interval's start or end."""
    lines = [separator.join(("meter", "time", name))]
    for at, value in rows.items():
        stamp = (at + dt.timedelta(minutes=end_minutes)).astimezone(zone)
        lines.append(separator.join(("A", stamp.strftime("%Y-%m-%d %H:%M"), repr(value))))
    return "\n".join(lines) + "\n"


def wide_csv(rows: Series, zone: ZoneInfo, minutes: int, *, is_numbered: bool = False) -> str:
    """One row a local day; numbered columns count elapsed intervals, labels are wall-clock starts."""
    count = 1440 // minutes
    labels = [f"{n * minutes // 60:02}:{n * minutes % 60:02}" for n in range(count)]
    columns = [f"v{n + 1}" for n in range(count + 60 // minutes)] if is_numbered else labels
    lines = [",".join(("nmi", "date", *columns))]
    for day in sorted({at.astimezone(zone).date() for at in rows}):
        own = [(at, value) for at, value in rows.items() if at.astimezone(zone).date() == day]
        if is_numbered:
            cells = [repr(value) for _, value in own] + [""] * (len(columns) - len(own))
        else:
            by_label = {at.astimezone(zone).strftime("%H:%M"): repr(value) for at, value in reversed(own)}
            cells = [by_label.get(label, "") for label in labels]
        lines.append(",".join(("A", day.isoformat(), *cells)))
    return "\n".join(lines) + "\n"


def nem12(
    rows: Series, minutes: int, *, suffix: str = "E1", quality: str = "A", unit: str = "KWH", nmi: str = "A"
) -> str:
    """Whole days of UTC+10; a missing interval is empty."""
    lines = ["100,NEM12,201801010000,TEST,TEST", f"200,{nmi},{suffix},1,{suffix},N1,METER,{unit},{minutes},"]
    market = dt.timezone(dt.timedelta(hours=10))
    for day in sorted({at.astimezone(market).date() for at in rows}):
        start = dt.datetime.combine(day, dt.time(), market)
        steps = [start + dt.timedelta(minutes=minutes * n) for n in range(1440 // minutes)]
        values = [repr(rows[at]) if (at := step.astimezone(dt.UTC)) in rows else "" for step in steps]
        lines.append(f"300,{day:%Y%m%d},{','.join(values)},{quality},,,20180101000000,")
    return "\n".join([*lines, "900"]) + "\n"


def green_button(
    rows: dict[dt.datetime, int], minutes: int, *, uom: int = 72, power: int = 0, flow: int = 1, quality: str = "",
    behaviour: int = 4, title: str = "House",
) -> str:  # fmt: skip
    """One usage point; values in the unit times ten to the power."""
    readings = "".join(
        f"<IntervalReading>{quality}<timePeriod><duration>{minutes * 60}</duration><start>{int(at.timestamp())}</start>"
        f"</timePeriod><value>{value}</value></IntervalReading>"
        for at, value in rows.items()
    )
    point = "RetailCustomer/1/UsagePoint/1"
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">'
        + _entry(point, "RetailCustomer/1/UsagePoint", "<UsagePoint xmlns='http://naesb.org/espi'/>", title)
        + _entry(f"{point}/MeterReading/1", f"{point}/MeterReading", "<MeterReading xmlns='http://naesb.org/espi'/>",
                 "", '<link rel="related" href="ReadingType/1"/>')
        + _entry(f"{point}/MeterReading/1/IntervalBlock/1", f"{point}/MeterReading/1/IntervalBlock",
                 f"<IntervalBlock xmlns='http://naesb.org/espi'>{readings}</IntervalBlock>")
        + _entry("ReadingType/1", "ReadingType",
                 f"<ReadingType xmlns='http://naesb.org/espi'><accumulationBehaviour>{behaviour}</accumulationBehaviour>"
                 f"<commodity>1</commodity><flowDirection>{flow}</flowDirection><intervalLength>{minutes * 60}"
                 f"</intervalLength><powerOfTenMultiplier>{power}</powerOfTenMultiplier><uom>{uom}</uom></ReadingType>")
        + "</feed>"
    )  # fmt: skip


def _entry(own: str, up: str, content: str, title: str = "", more: str = "") -> str:
    links = f'<link rel="self" href="{own}"/><link rel="up" href="{up}"/>{more}'
    return f"<entry>{links}<title>{title}</title><content>{content}</content></entry>"
