"""Known answers for tests: the statements of the assistant's questions, asked of a live database alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from data_sources.postgres.source import PostgresSource
from tests.bench.assistant_questions.known import KnownAnswers
from tests.bench.assistant_questions.load import Known


class LiveKnown:
    """Knows what PostgreSQL knows.

    Args:
        live: the database.
        folder: an empty one of the test's own.
    """

    def __init__(self, live: PostgresSource, folder: Path) -> None:
        (folder / "manifest.json").write_text(json.dumps({"parts": {}}))
        self._known = KnownAnswers(live, folder)

    def row(self, statement: str, **binds: Any) -> dict[str, Any]:
        """The one row of a statement."""
        (row,) = self.rows(statement, **binds)
        return row

    def rows(self, statement: str, **binds: Any) -> list[dict[str, Any]]:
        """Its rows."""
        return self._known.rows(Known(sql=statement, binds=binds))
