"""Which transformer, pole or segment of the network a row means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pyarrow as pa

from data_sources.errors import ImportRefused
from data_sources.importers.assets.cells import Rows, said, words
from data_sources.importers.assets.headings import bare
from data_sources.importers.readings.arrays import Ints
from data_sources.network.rows import Texts
from data_sources.query import Query
from data_sources.source import Source

Place = Literal["transformer", "pole", "segment"]
KIND_WORDS: Final = {
    "transformer": "transformer", "transformers": "transformer", "xfmr": "transformer", "tx": "transformer",
    "distribution transformer": "transformer", "pole": "pole", "poles": "pole", "structure": "pole", "support": "pole",
}  # fmt: skip
_SEVERAL: Final = -2


@dataclass(frozen=True, slots=True, eq=False)
class KnownAssets:
    """What a list may speak of, in columns of one length.

    Attributes:
        table: as known_assets.sql or known_segments.sql answers.
        kind: of each, shape (n,).
        ids: likewise.
        names: likewise.
    """

    table: pa.Table
    kind: Texts
    ids: Ints
    names: Texts

    @classmethod
    def assets(cls, source: Source, utility_id: int) -> KnownAssets:
        """Transformers and poles of a utility."""
        table = source.fetch(Query.of("known_assets", utility_id=utility_id))
        return cls(table, _texts(table, "asset_kind"), _ids(table, "asset_id"), _texts(table, "asset_name"))

    @classmethod
    def segments(cls, source: Source, utility_id: int) -> KnownAssets:
        """Its line sections."""
        table = source.fetch(Query.of("known_segments", utility_id=utility_id))
        kind = np.full(len(table), "segment", object)
        return cls(table, kind, _ids(table, "segment_id"), _texts(table, "segment_name"))

    def column(self, name: str) -> np.ndarray:
        """A column of the table; dates as days since 1970."""
        column = self.table[name]
        return np.asarray((column.cast(pa.int32()) if pa.types.is_date(column.type) else column).to_numpy())

    def meant(self, rows: Rows, role: str) -> Ints:
        """Which of them each row means, shape (rows,); -1 where the row is refused.

        Args:
            rows: of the file.
            role: of the column of names.

        Raises:
            ImportRefused: no text of the column names anything of the utility.
        """
        if not len(self.ids):
            raise ImportRefused("The network of the utility has nothing that such a list speaks of.")
        texts = said(rows, role)
        rows.refuse(texts == "", f"it has no {rows.name(role)!r}")
        kinds = words(rows, "kind", KIND_WORDS, "transformer and pole") if _tells_kinds(rows) else _kinds(rows, role)
        found = self._by(texts, kinds, self.names)
        if (texts != "").any() and (found == -1).all():
            found = self._by(texts, kinds, self.ids.astype(str).astype(object))
            if (found == -1).all():
                shown = ", ".join(repr(text) for text in list(dict.fromkeys(texts[texts != ""].tolist()))[:3])
                raise ImportRefused(
                    f"{rows.sheet.file}: no {' or '.join(dict.fromkeys(self.kind.tolist())) or 'asset'} of the utility "
                    f"is named as {rows.name(role)!r} has it ({shown} …); give another column with "
                    f"--column {role}=NAME, or another utility."
                )
            rows.note(f"{rows.name(role)!r} holds no names of the network; it is taken as Flux's own ids.")
        rows.refuse(found == _SEVERAL, f"{rows.name(role)!r} names several; add a column kind (transformer or pole)")
        rows.refuse(found == -1, f"{rows.name(role)!r} is none of the utility's")
        return np.where(found >= 0, found, -1)

    def _by(self, texts: Texts, kinds: Texts, names: Texts) -> Ints:
        """Which each text names: -1 none, -2 several."""
        places: dict[tuple[str, str], int] = {}
        for place, (kind, name) in enumerate(zip(self.kind.tolist(), names.tolist(), strict=True)):
            for key in ((kind, _folded(name)), ("", _folded(name))):
                places[key] = _SEVERAL if key in places else place
        keys = zip(kinds.tolist(), map(_folded, texts.tolist()), strict=True)
        return np.array([places.get(key, -1) for key in keys], np.int64)


def _tells_kinds(rows: Rows) -> bool:
    """Whether the column of kinds holds any: "Type" may be that of the inspection; then nothing is taken of it."""
    if not rows.has("kind"):
        return False
    told = {" ".join(text.lower().split()) for text in rows.distinct("kind")}
    if told & KIND_WORDS.keys() or "kind" in rows.options.columns or not told:
        return True
    rows.used.discard(rows.name("kind"))
    return False


def _kinds(rows: Rows, role: str) -> Texts:
    """The kind that the heading of the names tells, for all rows."""
    heading = bare(rows.name(role))
    kind = next((kind for kind in ("transformer", "pole") if heading.startswith(kind)), "")
    return np.full(len(rows.sheet), kind, object)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _ids(table: pa.Table, name: str) -> Ints:
    return np.asarray(table[name].to_numpy().astype(np.int64))


def _texts(table: pa.Table, name: str) -> Texts:
    return np.asarray(table[name].to_numpy(zero_copy_only=False), object)
