"""What became of a list: rows taken, refused and why, what was assumed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from data_sources.importers.lists.rows import so_many


@dataclass(slots=True)
class ListFileReport:
    """What became of a file.

    Attributes:
        path: the file.
        rows: that stand in it.
        taken: of them.
        refused: of them, by reason.
        notes: what was assumed or left out, in sentences.
        kept_in: the file of what was refused; None where nothing was.
    """

    path: Path
    rows: int = 0
    taken: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    kept_in: Path | None = None

    def sentences(self) -> list[str]:
        """For a person."""
        told = [f"{self.path.name}: {so_many(self.rows)}, {self.taken:,} taken, {self.refused.total():,} refused."]
        if self.refused:
            told.append("Refused: " + "; ".join(f"{why} ({n:,})" for why, n in self.refused.most_common()) + ".")
        if self.kept_in:
            told.append(f"What was refused is kept in {self.kept_in}.")
        return told + self.notes
