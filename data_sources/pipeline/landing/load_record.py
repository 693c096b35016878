"""Which load brought which readings: remembered with them, in the same commit, so that a load can be taken back.

A load lands in batches, and all readings of a batch carry the same `ingested_at`, which no other batch has: settling
and merging keep it. The readings that a load replaced are kept beside the table for the latest `KEPT_LOADS` loads; so
are those that it holds too, value for value, of another load: they become its own when that one is taken back.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace

import pyarrow as pa
import pyarrow.parquet as pq

from data_sources.errors import ImportRefused
from data_sources.warehouse.files import Manifest, Part, Warehouse
from data_sources.warehouse.schema import READINGS, arrow_schema

SHARED = "shared_readings"  # the same for readings of a load that another one had brought before
REPLACED = "replaced_readings"  # files beside the tables that questions see; the role of each is the load's id
KEPT_LOADS = 20  # whose replaced readings are kept, and whose shared ones
LISTED_LOADS = 200  # that are remembered at all: the manifest must stay small
SHOWN_FILES = 3
KNOWN_FILES = 1_000  # that are known again if they are loaded once more
_FILE = "readings:"  # note of one, by its digest: when it was loaded, and by which load


@dataclass(frozen=True, slots=True)
class Load:
    """One run of `fluxops load-ami`, as far as it brought readings.

    Attributes:
        load_id: when it began, UTC.
        files: (name, kind in words) of the first few that brought any.
        stamps: `ingested_at` of its batches, ISO, naive UTC.
        first_day: of its readings, ISO.
        last_day: of its readings, ISO.
        new: readings of a meter and interval that had none.
        corrected: readings that took the place of another.
        taken_back_at: when, ISO, naive UTC; empty while it counts.
        shared: readings that were there already, of another load or of none.
        taken_over: of these, those that became its own when the other load was taken back.
    """

    load_id: str
    files: tuple[tuple[str, str], ...] = ()
    stamps: tuple[str, ...] = ()
    first_day: str = ""
    last_day: str = ""
    new: int = 0
    corrected: int = 0
    taken_back_at: str = ""
    shared: int = 0
    taken_over: int = 0

    def sentence(self) -> str:
        """One line for a person."""
        files = ", ".join(f"{name} ({kind})" for name, kind in self.files[:SHOWN_FILES])
        files += ", …" if len(self.files) > SHOWN_FILES else ""
        told = f"{self.load_id}: {self.new:,} new and {self.corrected:,} corrected readings, "
        told += f"{self.shared:,} there already, " if self.shared else ""
        told += f"{self.first_day} to {self.last_day}, from {files}"
        return told + (f"; taken back {self.taken_back_at[:16].replace('T', ' ')} UTC" if self.taken_back_at else "")


@dataclass(frozen=True, slots=True)
class LoadSource:
    """Where a batch comes from.

    Attributes:
        load_id: see `Load`.
        file: its name.
        kind: its format in words.
    """

    load_id: str
    file: str
    kind: str


def new_load_id(now: dt.datetime) -> str:
    """An id a person can type and recognise; two within a microsecond would be one load."""
    return f"{now:%Y%m%d-%H%M%S-%f}"


def loads_of(manifest: Manifest) -> list[Load]:
    """All loads, oldest first."""
    notes = (value for key, value in manifest.notes.items() if key.startswith("load:"))
    return sorted(map(_of_note, notes), key=lambda load: load.load_id)


def load_named(manifest: Manifest, load_id: str) -> Load:
    """The load of an id, or the one whose id begins so.

    Raises:
        ImportRefused: there is no such load, several begin so, or it was taken back before.
    """
    found = [load for load in loads_of(manifest) if load_id and load.load_id.startswith(load_id)]
    if len(found) != 1:
        what = f"{len(found)} loads begin with {load_id}" if found else f"There is no load {load_id}"
        raise ImportRefused(f"{what}; `fluxops unload-ami` lists them.")
    if found[0].taken_back_at:
        raise ImportRefused(f"Load {found[0].load_id} was taken back on {found[0].taken_back_at[:10]} already.")
    return found[0]


def replaced_rows(warehouse: Warehouse, manifest: Manifest, load_id: str | None = None) -> pa.Table:
    """What one load replaced, or all that are kept of, as it was: the columns of the table of readings."""
    parts = [part for part in manifest.of(REPLACED) if load_id in (None, part.role)]
    files = [warehouse.root / part.path for part in parts]
    return pq.read_table(files, partitioning=None) if files else arrow_schema(READINGS).empty_table()


def shared_rows(warehouse: Warehouse, manifest: Manifest) -> pa.Table:
    """What loads hold that another had brought before: each with the stamp of the load that holds it too."""
    files = [warehouse.root / part.path for part in manifest.of(SHARED)]
    return pq.read_table(files, partitioning=None) if files else arrow_schema(READINGS).empty_table()


def with_batch(
    manifest: Manifest, source: LoadSource, stamp: dt.datetime, days: Collection[str], counts: tuple[int, int, int],
    replaced: Collection[Part], shared: Collection[Part],
) -> Manifest:  # fmt: skip
    """The manifest that knows of one more batch of a load.

    Args:
        manifest: the newest.
        source: of the batch.
        stamp: its `ingested_at`.
        days: of its readings.
        counts: how many are new, corrected, and there already.
        replaced: files of what it replaced.
        shared: files of what was there already.
    """
    old = load_so_far(manifest, source.load_id)
    file = (source.file, source.kind)
    load = replace(
        old,
        files=old.files if file in old.files or len(old.files) > SHOWN_FILES else (*old.files, file),
        stamps=(*old.stamps, stamp.isoformat()),
        first_day=min([*days, *filter(None, [old.first_day])]),
        last_day=max([*days, old.last_day]),
        new=old.new + counts[0],
        corrected=old.corrected + counts[1],
        shared=old.shared + counts[2],
    )
    manifest = with_load(manifest, load).with_part(REPLACED, *replaced)
    manifest = manifest.with_part(SHARED, *shared) if shared else manifest
    known = loads_of(manifest)
    manifest = _kept_of(manifest, REPLACED, [load.load_id for load in known if load.new or load.corrected])
    manifest = _kept_of(manifest, SHARED, [load.load_id for load in known if load.shared])
    forgotten = {f"load:{load.load_id}" for load in known[:-LISTED_LOADS]}
    return _without_notes(manifest, forgotten)


def load_so_far(manifest: Manifest, load_id: str) -> Load:
    """What is remembered of a load; nothing before its first batch."""
    note = manifest.notes.get(f"load:{load_id}")
    return _of_note(note) if note else Load(load_id)


def _kept_of(manifest: Manifest, table: str, load_ids: list[str]) -> Manifest:
    """The manifest with a table's files of the latest of some loads only."""
    kept = load_ids[-KEPT_LOADS:]
    gone = [part for part in manifest.of(table) if part.role not in kept]
    return manifest.without(table, gone) if gone else manifest


def with_load(manifest: Manifest, load: Load) -> Manifest:
    """The manifest with what is known of a load."""
    return manifest.with_notes(**{f"load:{load.load_id}": json.dumps(asdict(load))})


def with_file(manifest: Manifest, digest: str, load_id: str, now: dt.datetime) -> Manifest:
    """The manifest that knows a file again which was loaded; the oldest of many are forgotten, it must stay small."""
    manifest = manifest.with_notes(**{f"{_FILE}{digest}": f"{now.isoformat()} {load_id}"})
    files = sorted((value, key) for key, value in manifest.notes.items() if key.startswith(_FILE))
    return _without_notes(manifest, {key for _, key in files[:-KNOWN_FILES]})


def without_files_of(manifest: Manifest, load_id: str) -> Manifest:
    """The manifest that does not know the files of a load, which was taken back."""
    known = manifest.notes.items()
    return _without_notes(
        manifest, {key for key, value in known if key.startswith(_FILE) and value.partition(" ")[2] == load_id}
    )


def loaded_on(manifest: Manifest, digest: str) -> str:
    """The day on which a file of that content was loaded, ISO; empty where that is not known."""
    return manifest.notes.get(f"{_FILE}{digest}", "")[:10]


def _without_notes(manifest: Manifest, gone: Collection[str]) -> Manifest:
    return replace(manifest, notes={key: value for key, value in manifest.notes.items() if key not in gone})


def _of_note(text: str) -> Load:
    """A load as it was noted; what a newer version noted besides is passed over."""
    found = {name: value for name, value in json.loads(text).items() if name in Load.__slots__}
    return Load(**{**found, "files": tuple(map(tuple, found["files"])), "stamps": tuple(found["stamps"])})
