"""What a browser has of the map's image and marks, and the fewest messages that bring it to what it should have.

A piece that is there is never sent again: new ones are appended to the columns, changed ones take their old place, and
the oldest go where there are too many. Only another scale, style or way of drawing replaces all of them, in one
message, so that what was there is seen until then.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from bokeh.models import ColumnDataSource

from layers.image.mosaic import Mosaic, Piece, Sheet, Whole
from layers.image.png import encode
from layers.layer import Columns
from layers.viewport import Bbox

# What stands for nothing: Bokeh goes on showing the old picture of an empty address.
CLEAR = encode(np.zeros((1, 2), np.uint8), np.zeros((1, 4)))
MAX_BYTES = 2 << 20  # of pieces that one page holds; with more it lets go of the oldest that nobody looks at
TIMES = 3  # what is around the view may be had so often all the same: a wall's tiles are many
LEFT = 0.6  # share of them that is left then: it happens seldom


def no_pieces() -> Columns:
    """The columns of the image without any piece."""
    return {"url": [], "x": [], "y": [], "dw": [], "dh": []}


class Laid:
    """The pieces and marks of one page.

    Args:
        image: columns as in `no_pieces`; its `tags` tell what they cover: west, south, east, north, metres a pixel.
        marks: sources of the marks by layer.
        no_marks: their columns without any mark.
    """

    def __init__(
        self, image: ColumnDataSource, marks: Mapping[str, ColumnDataSource], no_marks: Mapping[str, Columns]
    ) -> None:
        """Nothing is there."""
        self.image = image
        self._marks, self._no_marks = marks, no_marks
        self._sheet: Sheet | Whole | None = None
        self._version: object = None
        self._room = MAX_BYTES
        self._pieces: dict[Hashable, Piece] = {}
        self._rows: dict[Hashable, int] = {}  # where in the image's columns a piece stands

    def show(self, mosaic: Mosaic) -> None:
        """Bring the pieces of a mosaic into the page, as far as they are not there."""
        sheet = mosaic.sheet
        is_kept = sheet.lies_like(self._sheet) if isinstance(sheet, Sheet) else sheet == self._sheet
        if mosaic.has_surroundings:
            self._room = max(MAX_BYTES, TIMES * _weight(mosaic.pieces))
        if is_kept and self._has_room(mosaic.pieces):
            self._add(mosaic.pieces)
        else:
            self._replace(mosaic.pieces)
            self._version = None
        self._tell(mosaic)
        self._sheet, self._version = mosaic.sheet, mosaic.version

    def _tell(self, mosaic: Mosaic) -> None:
        """Say what is covered, where that is not told already."""
        covered = [*mosaic.covered, mosaic.viewport.metres_per_pixel]
        if mosaic.version != self._version or not _holds(self.image.tags, mosaic.covered):
            self.image.tags = covered

    def _replace(self, pieces: Mapping[Hashable, Piece]) -> None:
        had = {name for piece in self._pieces.values() for name in piece.marks}
        self._pieces, self._rows = dict(pieces), {}
        columns = no_pieces()
        self._append(columns, pieces)
        if columns != self.image.data:
            self.image.data = columns
        for name in had | {name for piece in pieces.values() for name in piece.marks}:
            self._show_marks(name)

    def _has_room(self, wanted: Container[Hashable]) -> bool:
        """Let the oldest pieces go where there are too many; False where that would take what is looked at."""
        weight = _weight(self._pieces)
        if weight <= self._room:
            return True
        gone = []
        for key, piece in self._pieces.items():
            if weight <= LEFT * self._room or key in wanted:
                break
            weight -= piece.nbytes
            gone.append(key)
        has_room = weight <= self._room and any(key in self._rows for key in self._pieces if key not in gone)
        if has_room:
            self._forget(gone)
        return has_room

    def _forget(self, gone: Collection[Hashable]) -> None:
        """Take the oldest pieces from the page: their images by a message that names how many are left."""
        had = {name for key in gone for name in self._pieces[key].marks}
        self._pieces = {key: piece for key, piece in self._pieces.items() if key not in gone}
        left = [key for key in self._rows if key in self._pieces]
        if len(left) < len(self._rows):
            self._rows = {key: row for row, key in enumerate(left)}
            self.image.stream(no_pieces(), rollover=len(left))
        for name in had:
            self._show_marks(name)

    def _add(self, pieces: Mapping[Hashable, Piece]) -> None:
        old = {key: self._pieces[key] for key in pieces if key in self._pieces}
        new = {key: piece for key, piece in pieces.items() if key not in old}
        changed = {key: pieces[key] for key, piece in old.items() if pieces[key].file != piece.file}
        for key, piece in pieces.items():
            if key not in self._rows and piece.file:
                self._pieces.pop(key, None)  # in the order of their rows
            self._pieces[key] = piece
        self._change({key: piece for key, piece in changed.items() if key in self._rows})
        self._stream({key: piece for key, piece in pieces.items() if key not in self._rows})
        moved = {name for key, piece in old.items() for name in _differing(piece, pieces[key])}
        for name in moved:
            self._show_marks(name)
        for name in {name for piece in new.values() for name in piece.marks} - moved:
            self._stream_marks(name, [piece.marks[name] for piece in new.values() if name in piece.marks])

    def _change(self, pieces: Mapping[Hashable, Piece]) -> None:
        if pieces:
            self.image.patch({"url": [(self._rows[key], piece.file or CLEAR) for key, piece in pieces.items()]})

    def _stream(self, pieces: Mapping[Hashable, Piece]) -> None:
        columns = no_pieces()
        self._append(columns, pieces)
        if columns["url"]:
            self.image.stream(columns)

    def _append(self, columns: Columns, pieces: Mapping[Hashable, Piece]) -> None:
        """The columns of the pieces in which something is drawn."""
        for key, piece in pieces.items():
            if not piece.file:
                continue
            area, self._rows[key] = piece.area, len(self._rows)
            place = (piece.file, area.x0, area.y1, area.x1 - area.x0, area.y1 - area.y0)
            for name, value in zip(columns, place, strict=True):
                columns[name].append(value)

    def _stream_marks(self, name: str, found: Sequence[Columns]) -> None:
        """Further marks of a layer; all of them where there were none with the same columns."""
        source, columns = self._marks.get(name), _joined(found)
        if source is None or not len(columns["x"]):
            return
        if set(source.data) == set(columns):
            source.stream(columns)
        else:
            self._show_marks(name)

    def _show_marks(self, name: str) -> None:
        """All marks of a layer anew."""
        found = [piece.marks[name] for piece in self._pieces.values() if name in piece.marks]
        if name in self._marks:
            self._marks[name].data = _joined(found) if found else _own(self._no_marks[name])


def _weight(pieces: Mapping[Hashable, Piece]) -> int:
    return sum(piece.nbytes for piece in pieces.values())


def _joined(found: Sequence[Columns]) -> Columns:
    """The columns of several pieces in one."""
    if len(found) == 1:
        return _own(found[0])
    return {name: _chained([columns[name] for columns in found]) for name in found[0]}


def _own(columns: Columns) -> Columns:
    """The columns for one source: Bokeh streams into a list in place, and pieces are shared by all pages."""
    return {name: list(column) if isinstance(column, list) else column for name, column in columns.items()}


def _chained(parts: Sequence[Any]) -> Any:
    if all(isinstance(part, np.ndarray) for part in parts):
        return np.concatenate(parts)
    return [value for part in parts for value in part]


def _differing(old: Piece, new: Piece) -> Iterable[str]:
    """The layers whose marks are others than before."""
    for name in {*old.marks, *new.marks}:
        if name not in old.marks or name not in new.marks or not _equal(old.marks[name], new.marks[name]):
            yield name


def _equal(one: Columns, other: Columns) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[name], other[name]) for name in one)


def _holds(told: Sequence[Any], covered: Bbox) -> bool:
    if len(told) != 5:
        return False
    west, south, east, north, _ = told
    return bool(west <= covered[0] and south <= covered[1] and east >= covered[2] and north >= covered[3])
