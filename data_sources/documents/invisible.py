"""Text of a PDF that nobody sees: found while a page is read, so that it is never quoted as the document's.

What a page's operators say is followed as a viewer does: how text is drawn (render mode), its colour, its size and how
clear it is, what was painted where it stands, what it is clipped to and in which layer it is. Hidden is text that is
not drawn at all, is white where nothing dark was painted below it, is no higher than half a point, is wholly
transparent, begins beside the page, lies outside what it is clipped to, or is in a layer that is switched off.
Steps: before each operator `PageReading.before` is told of it; a text that is hidden is emptied and counted.
Drawback: text below a picture or a white box that was painted over it, or in the colour of a tinted paper, is taken
for seen, and so is slanted text that is clipped away, or text clipped by the shapes of letters; a picture is taken
for dark, so that white captions on photographs stay.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from pypdf import PageObject

from data_sources.documents.pdf_layers import HiddenLayers

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]

SMALLEST_PT: Final = 0.5
WHITE: Final = 0.97  # of 1
SCANNED: Final = 0.5  # share of a page from which on a picture is the page

MOST_PAINTED: Final = 2000  # of a page: a map has more, and what matters below a text was painted last

_IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_NOT_DRAWN: Final = (3, 7)
_STROKED: Final = (1, 5)
_BOTH: Final = (2, 6)
_SHOWS: Final = (b"Tj", b"TJ", b"'", b'"')
_FILLS: Final = (b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*")
_ENDS: Final = (b"n", b"S", b"s")
_POINTS: Final = (b"m", b"l", b"c", b"v", b"y")
_CLIPS: Final = (b"W", b"W*")
_MARKS: Final = (b"BMC", b"BDC")
WIDEST: Final = 1.5  # of a letter, in its height


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page.

    Attributes:
        seen: what a reader sees.
        recognised: what a program read in the picture of a scanned page and put behind it; empty elsewhere.
        left_out: pieces of text that nobody sees, in neither of them.
    """

    seen: str
    recognised: str
    left_out: int


def text_of(page: PageObject, layers: HiddenLayers | None = None) -> PageText:
    """The text of a page, parted by whether it is seen."""
    layers = layers or HiddenLayers()
    first = _read(page, "seen", layers)
    if not (first.undrawn and first.is_scan):
        return PageText(first.text, "", first.hidden)
    return PageText(first.text, _read(page, "undrawn", layers).text, first.hidden - first.undrawn)


def _read(page: PageObject, keeps: Literal["seen", "undrawn"], layers: HiddenLayers) -> PageReading:
    left, bottom, right, top = (float(one) for one in page.mediabox)
    reading = PageReading(page.get("/Resources"), (left, bottom, right, top), layers, keeps)
    reading.text = page.extract_text(visitor_operand_before=reading.before, visitor_operand_after=reading.after)
    return reading


@dataclass(frozen=True, slots=True)
class _State:
    """What q keeps and Q brings back."""

    to_page: Matrix = _IDENTITY
    mode: int = 0
    size: float = 1.0
    width: float = 100.0
    fill_space: str = "/DeviceGray"
    stroke_space: str = "/DeviceGray"
    is_fill_white: bool = False
    is_stroke_white: bool = False
    is_clear: bool = False
    clip: Box | None = None
    is_off: bool = False


@dataclass(slots=True)
class PageReading:
    """Follows one page.

    Attributes:
        resources: of the page.
        page_box: left, bottom, right, top in points.
        layers: of the file, those that are off.
        keeps: which text stays: what is seen, or only what is not drawn, as text recognition puts behind a scan.
        hidden: pieces of text that nobody sees.
        undrawn: those of them that are hidden by their render mode.
        text: of the page, once it was read.
    """

    resources: Any
    page_box: Box
    layers: HiddenLayers
    keeps: Literal["seen", "undrawn"] = "seen"
    hidden: int = 0
    undrawn: int = 0
    text: str = ""
    _state: _State = field(default_factory=_State)
    _kept: list[_State] = field(default_factory=list)
    _forms: list[tuple[_State, list[_State], Any]] = field(default_factory=list)
    _path: list[tuple[float, float]] = field(default_factory=list)
    _painted: deque[tuple[Box, bool]] = field(default_factory=lambda: deque(maxlen=MOST_PAINTED))  # True: dark
    _pictured: float = 0.0
    _marks: list[bool] = field(default_factory=list)  # of marked content, whether it is in a layer that is off
    _is_clipping: bool = False

    @property
    def is_scan(self) -> bool:
        """Whether a picture is most of the page: text that is not drawn is then what a program read in it."""
        left, bottom, right, top = self.page_box
        return self._pictured >= SCANNED * abs((right - left) * (top - bottom))

    def before(self, operator: bytes, operands: list[Any], _cm: Any, text_matrix: Any) -> None:
        """Told of an operator before it is carried out; takes away the operands of text that nobody sees."""
        if operator in _SHOWS:
            self._show(operator, operands, _matrix(text_matrix))
        elif operator == b"Do":
            self._enter(operands)
        elif operator in _HOW:
            _HOW[operator](self, _numbers(operands), operands)
        elif operator in _FILLS:
            self._clip()
            self._paint(not self._state.is_fill_white)
        elif operator in _ENDS:
            self._clip()
            self._path = []
        elif operator in _CLIPS:
            self._is_clipping = True
        elif operator in _MARKS:
            self._marks.append(self._is_in_hidden_layer(operands))
        elif operator == b"EMC" and self._marks:
            self._marks.pop()
        elif operator in _POINTS:
            numbers = _numbers(operands)
            self._path += [self._at(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=False)]

    def after(self, operator: bytes, _operands: list[Any], _cm: Any, _tm: Any) -> None:
        """Told when an operator was carried out: a form that was drawn leaves nothing of its state."""
        if operator == b"Do" and self._forms:
            self._state, self._kept, self.resources = self._forms.pop()

    def _show(self, operator: bytes, operands: list[Any], text_matrix: Matrix) -> None:
        is_undrawn = self._state.mode in _NOT_DRAWN
        to_page = _times(text_matrix, self._state.to_page)
        is_gone = self._state.is_off or any(self._marks) or self._is_clipped(to_page, operands)
        is_undrawn = is_undrawn and not is_gone
        is_hidden = is_gone or is_undrawn or self._is_unseen(to_page)
        if is_hidden and _says(operands):
            self.hidden += 1
            self.undrawn += is_undrawn
        if is_hidden if self.keeps == "seen" else not is_undrawn:
            _empty(operator, operands)

    def _is_unseen(self, to_page: Matrix) -> bool:
        state = self._state
        a, b, c, d, x, y = to_page
        height = abs(state.size) * math.hypot(c, d)
        width = abs(state.size) * math.hypot(a, b) * abs(state.width) / 100
        if state.is_clear or min(height, width) <= SMALLEST_PT or (b == 0 and self._is_off(x, y, height)):
            return True
        is_white = state.is_stroke_white if state.mode in _STROKED else state.is_fill_white
        if state.mode in _BOTH:
            is_white = state.is_fill_white and state.is_stroke_white
        return is_white and not self._is_dark(x, y, height)

    def _is_clipped(self, to_page: Matrix, operands: list[Any]) -> bool:
        """Whether none of a text lies within what is drawn; of a slanted line only where nothing is drawn at all."""
        if self._state.clip is None:
            return False
        left, bottom, right, top = self._state.clip
        if min(right - left, top - bottom) <= SMALLEST_PT:
            return True
        _, b, c, d, x, y = to_page
        height = abs(self._state.size) * math.hypot(c, d)
        if b != 0:
            return False
        longest = x + WIDEST * height * max(abs(self._state.width) / 100, 1.0) * _letters(operands)
        return y > top or y + height < bottom or x > right or longest < left

    def _clip(self) -> None:
        """A path that is to clip, once it ends."""
        if self._is_clipping and self._path:
            self._clip_to(_bounds(self._path))
        self._is_clipping = False

    def _clip_to(self, box: Box) -> None:
        within = self._state.clip or (-math.inf, -math.inf, math.inf, math.inf)
        left, bottom = max(box[0], within[0]), max(box[1], within[1])
        self.set(clip=(left, bottom, min(box[2], within[2]), min(box[3], within[3])))

    def _is_in_hidden_layer(self, operands: list[Any]) -> bool:
        if len(operands) < 2 or operands[0] != "/OC":
            return False
        named = isinstance(operands[1], str)
        return self.layers.hides(_found(self.resources, "/Properties", operands[1]) if named else operands[1])

    def _is_off(self, x: float, y: float, height: float) -> bool:
        """Whether a level line begins where the page is no more, so that none of it is on it."""
        left, bottom, right, top = self.page_box
        return y > max(bottom, top) or y + height < min(bottom, top) or x > max(left, right)

    def _is_dark(self, x: float, y: float, height: float) -> bool:
        """Whether what was painted last there is dark; a line's height of room, for boxes that fit tightly."""
        for (left, bottom, right, top), is_dark in reversed(self._painted):
            room = height if is_dark else 0.0
            if left - room <= x <= right + room and bottom - room <= y <= top + room:
                return is_dark
        return False

    def _enter(self, operands: list[Any]) -> None:
        self._forms.append((self._state, self._kept, self.resources))
        self._kept = []
        found = _found(self.resources, "/XObject", operands[0] if operands else None)
        if found.get("/Subtype") == "/Image":
            self._picture()
        elif found.get("/Subtype") == "/Form":
            matrix = _matrix(found.get("/Matrix") or _IDENTITY)
            is_off = self._state.is_off or self.layers.hides(found.get("/OC"))
            self._state = replace(self._state, to_page=_times(matrix, self._state.to_page), is_off=is_off)
            if len(box := _numbers(list(found.get("/BBox") or ()))) == 4:
                self._clip_to(_bounds([self._at(x, y) for x in box[::2] for y in box[1::2]]))
            self.resources = found.get("/Resources") or self.resources

    def _picture(self) -> None:
        self._path = [self._at(x, y) for x in (0.0, 1.0) for y in (0.0, 1.0)]
        self._pictured += _area(_bounds(self._path))
        self._paint(is_dark=True)

    def _paint(self, is_dark: bool) -> None:
        if self._path and not self._state.is_clear:
            self._painted.append((_bounds(self._path), is_dark))
        self._path = []

    def _at(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self._state.to_page
        return a * x + c * y + e, b * x + d * y + f

    def _rectangle(self, numbers: list[float], _operands: list[Any]) -> None:
        if len(numbers) == 4:
            x, y, width, height = numbers
            self._path += [self._at(x + i * width, y + j * height) for i in (0, 1) for j in (0, 1)]

    def _save(self, _numbers: list[float], _operands: list[Any]) -> None:
        self._kept.append(self._state)

    def _restore(self, _numbers: list[float], _operands: list[Any]) -> None:
        if self._kept:
            self._state = self._kept.pop()

    def _move(self, numbers: list[float], _operands: list[Any]) -> None:
        self._state = replace(self._state, to_page=_times(_matrix(numbers), self._state.to_page))

    def _shade(self, _numbers: list[float], _operands: list[Any]) -> None:
        self._painted.append(((-math.inf, -math.inf, math.inf, math.inf), True))

    def _inline(self, _numbers: list[float], _operands: list[Any]) -> None:
        self._picture()

    def _extended(self, _numbers: list[float], operands: list[Any]) -> None:
        found = _found(self.resources, "/ExtGState", operands[0] if operands else None)
        if (clear := found.get("/ca")) is not None:
            self._state = replace(self._state, is_clear=float(clear) <= 0.02)

    def set(self, **values: Any) -> None:
        """Change the state."""
        self._state = replace(self._state, **values)

    def coloured(self, numbers: list[float], space: str, is_stroke: bool) -> None:
        """A colour was chosen."""
        is_white = _is_white(numbers, space)
        if is_stroke:
            self.set(stroke_space=space, is_stroke_white=is_white)
        else:
            self.set(fill_space=space, is_fill_white=is_white)

    def space(self, is_stroke: bool) -> str:
        """The colour space that counts."""
        return self._state.stroke_space if is_stroke else self._state.fill_space


How = Callable[[PageReading, list[float], list[Any]], None]


def _last(name: str, kind: type) -> How:
    def change(page: PageReading, numbers: list[float], _operands: list[Any]) -> None:
        if numbers:
            page.set(**{name: kind(numbers[-1])})

    return change


def _colour(space: str, is_stroke: bool) -> How:
    def change(page: PageReading, numbers: list[float], _operands: list[Any]) -> None:
        page.coloured(numbers, space or page.space(is_stroke), is_stroke)

    return change


def _colour_space(is_stroke: bool) -> How:
    def change(page: PageReading, _numbers: list[float], operands: list[Any]) -> None:
        page.coloured([], str(operands[0]) if operands else "", is_stroke)

    return change


_HOW: Final[Mapping[bytes, How]] = {
    b"q": PageReading._save, b"Q": PageReading._restore, b"cm": PageReading._move, b"re": PageReading._rectangle,
    b"sh": PageReading._shade, b"INLINE IMAGE": PageReading._inline, b"gs": PageReading._extended,
    b"Tr": _last("mode", int), b"Tf": _last("size", float), b"Tz": _last("width", float),
    b"g": _colour("/DeviceGray", False), b"rg": _colour("/DeviceRGB", False), b"k": _colour("/DeviceCMYK", False),
    b"G": _colour("/DeviceGray", True), b"RG": _colour("/DeviceRGB", True), b"K": _colour("/DeviceCMYK", True),
    b"sc": _colour("", False), b"scn": _colour("", False), b"SC": _colour("", True), b"SCN": _colour("", True),
    b"cs": _colour_space(False), b"CS": _colour_space(True),
}  # fmt: skip


def _is_white(numbers: list[float], space: str) -> bool:
    """A colour of one number is a grey only where its space says so: of an ink, 1 is all of it."""
    if len(numbers) == 1:
        return space == "/DeviceGray" and numbers[0] >= WHITE
    if len(numbers) == 3:
        return min(numbers) >= WHITE
    return len(numbers) == 4 and max(numbers) <= 1 - WHITE


def _says(operands: list[Any]) -> bool:
    """Whether there is more than blanks in it."""
    text = operands[-1] if operands else ""
    pieces = text if isinstance(text, list) else [text]
    return any(isinstance(piece, str | bytes) and piece.strip() for piece in pieces)


def _letters(operands: list[Any]) -> int:
    """How many letters are drawn, at most; a space that is set between them counts as some."""
    text = operands[-1] if operands else ""
    pieces = text if isinstance(text, list) else [text]
    return sum(len(one) if isinstance(one, str | bytes) else 1 + int(abs(float(one)) / 500) for one in pieces)


def _empty(operator: bytes, operands: list[Any]) -> None:
    if not operands:
        return
    text = operands[-1]
    if operator == b"TJ" and isinstance(text, list):
        text.clear()
    elif isinstance(text, str | bytes):
        operands[-1] = type(text)() if isinstance(text, bytes) else type(text)("")


def _found(resources: Any, kind: str, name: Any) -> Any:
    """What a name stands for; an empty one where the file does not say."""
    try:
        found = resources.get_object()[kind].get_object()[name].get_object()
    except (AttributeError, KeyError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _numbers(operands: list[Any]) -> list[float]:
    return [float(one) for one in operands if isinstance(one, int | float)]


def _matrix(numbers: Any) -> Matrix:
    try:
        a, b, c, d, e, f = (float(one) for one in numbers)
    except (TypeError, ValueError):
        return _IDENTITY
    return a, b, c, d, e, f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _bounds(points: list[tuple[float, float]]) -> Box:
    return min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)


def _area(box: Box) -> float:
    left, bottom, right, top = box
    return (right - left) * (top - bottom)
