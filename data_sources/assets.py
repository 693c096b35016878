"""What a person can point at: one kind and one id, shared by the map, the details, the search and the REST API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from data_sources.errors import QueryError

AssetKind = Literal["substation", "feeder", "segment", "pole", "transformer", "meter", "device", "outage"]
KINDS: tuple[AssetKind, ...] = get_args(AssetKind)


@dataclass(frozen=True, slots=True, order=True)
class AssetRef:
    """One asset of the network. Hashable, so it can be a bound value, a cache key or a selection.

    Attributes:
        kind: what it is; the name of its table in the singular.
        asset_id: its key in that table (unique over all utilities of the database).
    """

    kind: AssetKind
    asset_id: int

    def __str__(self) -> str:
        """`kind:id`, as written in a link."""
        return f"{self.kind}:{self.asset_id}"

    @classmethod
    def parse(cls, text: str) -> AssetRef:
        """The asset written as `kind:id`.

        Raises:
            QueryError: not of that form, or no such kind.
        """
        kind, _, number = text.partition(":")
        if kind not in KINDS or not number.isascii() or not number.isdigit():
            raise QueryError(f"{text!r} names no asset: write kind:id with one of {', '.join(KINDS)}.")
        return cls(kind, int(number))
