"""Documents of a folder, kept in the index wherever a file is new, changed or gone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from data_sources.documents.folder import DocumentsFolder
from data_sources.errors import ImportRefused
from data_sources.postgres.source import PostgresSource
from data_sources.services.service import PartlyDone

EVERY_S: Final = 20.0


class Documents:
    """Looks at the folder.

    Args:
        source: the live database.
        folder: with the documents.
    """

    name = "documents"
    lock = "documents"
    every_s = EVERY_S

    def __init__(self, source: PostgresSource, folder: Path) -> None:
        """Touches nothing."""
        self._folder = DocumentsFolder(source, folder)

    def run(self, now: dt.datetime) -> str:  # noqa: ARG002  # files have times of their own
        """Read what is new, remove what went.

        Raises:
            PartlyDone: some files cannot be read; what is loaded of them stays as it is until they can.
            FluxError: the folder cannot be read.
        """
        done = self._folder.look()
        if done.refused:
            first, *others = done.refused.values()
            more = f" ({len(others)} more files cannot be read.)" if others else ""
            raise PartlyDone(done.sentence(), ImportRefused(f"{first}{more}"))
        return done.sentence()
