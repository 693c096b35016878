"""What became of a list: rows taken, refused and why, what was assumed; what is refused is kept beside its file."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from data_sources.importers.lists.rows import so_many
from data_sources.spreadsheet import inert

REJECTED_ENDING = ".rejected.csv"
Refused = tuple[int | None, str, str]  # line, reason, the row's own text


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


def keep_beside(path: Path, refused: list[Refused]) -> Path | None:
    """Write refused rows beside their file, for a spreadsheet; None where there are none."""
    if not refused:
        return None
    beside = path.with_name(path.name + REJECTED_ENDING)
    with beside.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(("line", "reason", "text"))
        for line, reason, text in refused:
            writer.writerow(("" if line is None else line, inert(reason), inert(text)))
    return beside
