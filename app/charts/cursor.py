"""Lines over time with a cursor at the instant that something else shows, such as a map; a click moves it."""

from __future__ import annotations

from collections.abc import Hashable

from bokeh.models import Span  # type: ignore[attr-defined]  # the stubs leave it out

from app.charts.lines import Lines
from app.theme import Tokens


class CursorLines(Lines):
    """Lines with a cursor; `tapped` is the instant clicked, ms since 1970.

    Args:
        tokens: colours.
    """

    def __init__(self, tokens: Tokens) -> None:
        """Empty; the cursor is not seen before it is somewhere."""
        self._cursor = Span(location=0, dimension="height", line_width=2, visible=False)
        super().__init__(tokens)
        self.figure.add_layout(self._cursor)
        self.let_tap()

    def key_at(self, x: float, _y: float) -> Hashable | None:
        """The instant at a place."""
        return round(x)

    def move_to(self, ms: int) -> None:
        """Put the cursor at an instant, ms since 1970."""
        self._cursor.update(location=ms, visible=True)

    def recolour(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        super().recolour(tokens)
        self._cursor.line_color = tokens.text
