"""A request for rows: the name of a .sql file and its bound values. Hashable, so it is its own cache key."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from data_sources.errors import QueryError
from data_sources.statements import Statement, statement


@dataclass(frozen=True, slots=True)
class Query:
    """A named statement with its bound values.

    Build it with `Query.of`, which checks name and binds at once rather than when rows are fetched.
    """

    name: str
    params: tuple[tuple[str, Hashable], ...]

    @classmethod
    def of(cls, name: str, **params: Hashable) -> Query:
        """A checked query.

        Raises:
            QueryError: unknown statement, or binds that are missing or not in its text.
        """
        expected, given = set(statement(name).binds), set(params)
        if expected != given:
            raise QueryError(
                f"{name}.sql binds {sorted(expected)}; missing {sorted(expected - given)}, "
                f"unknown {sorted(given - expected)}."
            )
        return cls(name, tuple(sorted(params.items())))

    @property
    def statement(self) -> Statement:
        """The parsed .sql file."""
        return statement(self.name)

    @property
    def values(self) -> dict[str, Hashable]:
        """The bound values by name."""
        return dict(self.params)


@dataclass(frozen=True, slots=True)
class WrittenQuery(Query):
    """A statement that stands in no file (a model wrote it): kept to be shown, fetched by no source.

    Attributes:
        text: as it was run.
        dialect: it is written in.
    """

    text: str = ""
    dialect: str = "postgres"

    @classmethod
    def told(cls, name: str, text: str, dialect: str) -> WrittenQuery:
        """What was run, under a name for people."""
        return cls(name, (), text, dialect)

    @property
    def statement(self) -> Statement:
        """Its text; names no result."""
        return Statement(self.name, self.dialect, self.text, (), None, (), False)
