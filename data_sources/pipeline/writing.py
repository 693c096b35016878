"""Many small files at once: each waits for the disk by itself, so several wait together."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pyarrow as pa

from data_sources.warehouse.files import Part, Warehouse

WRITERS = 4  # they wait for the disk, not for a core; each holds the buffers of a file


@dataclass(frozen=True, slots=True)
class NewFile:
    """One file to be written.

    Attributes:
        table: of the DDL.
        rows: what it holds.
        role: see `Part`.
        day: see `Part`.
        scope: see `Part`.
    """

    table: str
    rows: pa.Table
    role: str
    day: str
    scope: str = ""


def write_files(warehouse: Warehouse, files: Sequence[NewFile]) -> list[Part]:
    """Write files, which count only once a commit names them; in the order given.

    Raises:
        OSError: the disk is full or may not be written; files that were written stay, for an `Attempt` or the upkeep
            to remove.
    """

    def write(file: NewFile) -> Part:
        return warehouse.write(file.table, file.rows, role=file.role, day=file.day, scope=file.scope)

    if len(files) < 2:
        return [write(file) for file in files]
    with ThreadPoolExecutor(min(WRITERS, len(files)), "flux-writing") as pool:
        return list(pool.map(write, files))
