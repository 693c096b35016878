"""Counting what becomes what while rows are made, so that nothing is dropped silently."""

from __future__ import annotations

from data_sources.importers.imported import AccountLine


class Ledger:
    """Entries in the order in which they first came up."""

    def __init__(self) -> None:
        """Empty."""
        self._counts: dict[tuple[str, str, str], int] = {}

    def add(self, source: str, became: str, note: str = "", count: int = 1) -> None:
        """Count things of one class that became the same for the same reason."""
        key = (source, became, note)
        self._counts[key] = self._counts.get(key, 0) + count

    def lines(self) -> tuple[AccountLine, ...]:
        """The account, entries of one class together."""
        first = {source: index for index, (source, _, _) in reversed(list(enumerate(self._counts)))}
        entries = sorted(self._counts.items(), key=lambda entry: first[entry[0][0]])
        return tuple(AccountLine(source, count, became, note) for (source, became, note), count in entries if count)
