"""Has the utility of unknown meters made: here, or for large files in a process of its own.

The libraries of networks take 100 MB (numba, scipy), which a load of large files has better use for: what they take
goes with their process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from data_sources.errors import ImportRefused, JobFailed
from data_sources.importers.readings.options import NewUtility
from data_sources.jobs.frames import JobStep
from data_sources.jobs.process import JobProcess
from data_sources.postgres.source import PostgresSource
from data_sources.source import Source

LARGE_BYTES = 32 << 20  # of the files; a process of its own takes some seconds to start

Making = tuple[NewUtility, Mapping[str, Sequence[str]], str, str]


def have_made(source: PostgresSource, making: Making, files: Sequence[Path]) -> None:
    """Write the utility.

    Args:
        source: the live database.
        making: what `made_utility.make_utility` takes.
        files: whose meters they are.

    Raises:
        ImportRefused: there is a utility of that name, a name of a meter twice, or a place that is not on the earth.
    """
    if sum(path.stat().st_size for path in files) < LARGE_BYTES:
        for _ in make(source, making):
            pass
        return
    try:
        JobProcess(f"{__name__}:make", source, making).run(lambda _: None)
    except JobFailed as error:
        raise ImportRefused(str(error)) from error


def make(source: Source, making: Making) -> Iterator[JobStep]:
    """The task of that process."""
    from data_sources.importers.readings.made_utility import make_utility

    assert isinstance(source, PostgresSource)
    make_utility(source, *making)
    yield JobStep(1, 1)
