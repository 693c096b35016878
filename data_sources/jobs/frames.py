"""What a job's process says of its work, step by step, over a pipe: a line of JSON, then tables as Arrow."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class JobStep:
    """How far a job has come, and what it found since the step before.

    Attributes:
        done: parts done.
        total: parts there are.
        seconds_left: about so long until all is done; None where that is not known.
        tables: what was found, by name.
    """

    done: int
    total: int
    seconds_left: float | None = None
    tables: Mapping[str, pa.Table] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobEnd:
    """The last word of a job; `message` says in one sentence what went wrong, if anything did."""

    message: str = ""


def write_frame(pipe: IO[bytes], frame: JobStep | JobEnd) -> None:
    """Say it now."""
    if isinstance(frame, JobEnd):
        head: dict[str, Any] = {"end": frame.message}
        tables: list[pa.Buffer] = []
    else:
        tables = [_packed(table) for table in frame.tables.values()]
        sizes = [(name, one.size) for name, one in zip(frame.tables, tables, strict=True)]
        head = {"done": frame.done, "total": frame.total, "seconds_left": frame.seconds_left, "tables": sizes}
    pipe.write(json.dumps(head).encode() + b"\n")
    for table in tables:
        pipe.write(table)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> JobStep | JobEnd | None:
    """The next frame; None where the other side ended, in the middle of one too."""
    line = pipe.readline()
    if not line.endswith(b"\n"):
        return None
    head = json.loads(line)
    if "end" in head:
        return JobEnd(head["end"])
    tables = {}
    for name, size in head["tables"]:
        content = pipe.read(size)
        if len(content) < size:
            return None
        tables[name] = pa.ipc.open_stream(content).read_all()
    return JobStep(head["done"], head["total"], head["seconds_left"], tables)


def _packed(table: pa.Table) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()
