"""Paper: a PDF page in our fonts, with a heading, a footing on every page, and letters that are missing told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from fpdf import FPDF
from fpdf.fonts import FontFace, TTFFont

from app import formats
from app.theme import ASSETS

PaperSize = Literal["a4", "letter"]
FONT: Final = "DejaVu"
MISSING: Final = "\u25af"
"""Stands for a letter that the font does not hold; a document that has one says so."""
MARGIN_MM: Final = 12.0
_FILES: Final[dict[Literal["", "B"], str]] = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}


Columns = Sequence[tuple[str, int]]
"""Names of columns and their widths in parts."""


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """Who made a document, of what.

    Attributes:
        utility: its name.
        time_zone: its clock.
        made_by: who asked for it.
        made_at: when, UTC.
        paper: what it is printed on.
    """

    utility: str
    time_zone: str
    made_by: str
    made_at: dt.datetime
    paper: PaperSize = "a4"

    @property
    def made(self) -> str:
        """When and by whom, on the utility's clock."""
        return f"{formats.date_and_clock(self.made_at, self.time_zone)} by {self.made_by}"


class Paper(FPDF):
    """Landscape pages.

    Args:
        size: of the paper.
        title: of the document.
        foot: what stands at the foot of every page, before its number.
    """

    def __init__(self, size: PaperSize, title: str, foot: str) -> None:
        """Begins the first page."""
        super().__init__(orientation="landscape", unit="mm", format=size)
        for style, name in _FILES.items():
            self.add_font(FONT, style, ASSETS / "fonts" / name)
        self.has_missing = False
        self._foot = self.letters(foot)
        self.set_title(title)
        self.set_lang("en")
        self.set_margin(MARGIN_MM)
        self.set_auto_page_break(auto=True, margin=MARGIN_MM + 6)
        self.set_font(FONT, size=9)
        self.add_page()

    def letters(self, text: str) -> str:
        """A text with what the font does not hold told as such, so that no letter is lost silently."""
        font = self.fonts[FONT.lower()]
        assert isinstance(font, TTFFont)
        held = font.cmap
        kept = "".join(one if ord(one) in held or one in "\n\t" else MISSING for one in text)
        self.has_missing = self.has_missing or kept != text
        return kept

    def say(
        self, text: str, *, size: float = 9, is_bold: bool = False, gap: float = 0.0, below_mm: float = 10.0
    ) -> None:  # fmt: skip
        """A paragraph over the whole width.

        Args:
            text: what it says.
            size: of its letters, points.
            is_bold: it is a heading, which goes to the next page where nothing of what is under it would stand with it.
            gap: under it, mm.
            below_mm: how much of what is under a heading stands on its page at least, mm.
        """
        if is_bold and self.will_page_break(size * 0.5 + gap + below_mm):
            self.add_page()
        self.set_font(FONT, "B" if is_bold else "", size)
        self.multi_cell(0, size * 0.5, self.letters(text), new_x="LMARGIN", new_y="NEXT")
        if gap:
            self.ln(gap)

    def tell(self, facts: Sequence[tuple[str, str]], wide: float, label_mm: float, align: Literal["J", "L"]) -> None:
        """Facts, each after its name.

        Args:
            facts: names and texts.
            wide: how much of the width they take, mm.
            label_mm: how much of that the names take.
            align: of the texts.
        """
        for label, text in facts:
            self.set_font(FONT, "B", 8.5)
            self.cell(label_mm, 5, label)
            self.set_font(FONT, "", 8.5)
            self.multi_cell(wide - label_mm, 5, self.letters(text), align=align, new_x="LMARGIN", new_y="NEXT")

    def tabulate(
        self, columns: Columns, rows: Iterable[Sequence[str]], *, size: float = 8, line_mm: float = 4.2,
        padding_mm: float = 0.8, numbers: Collection[str] = (),
    ) -> None:  # fmt: skip
        """A table over the whole width; its heading stands on every page, `numbers` name columns set to the right."""
        self.set_font(FONT, size=size)
        bold = FontFace(emphasis="BOLD", fill_color=(230, 230, 230))
        widths = tuple(width for _, width in columns)
        aligned = tuple("RIGHT" if name in numbers else "LEFT" for name, _ in columns)
        with self.table(
            col_widths=widths, headings_style=bold, line_height=line_mm, padding=padding_mm, text_align=aligned
        ) as table:
            table.row([name for name, _ in columns])
            for row in rows:
                table.row([self.letters(text) for text in row])

    def sign_lines(self, labels: Sequence[str], letters: int) -> None:
        """Lines of so many letters to be signed on, beside each other."""
        for label in labels:
            self.cell(self.epw / len(labels), 8, f"{label}: {'_' * letters}")
        self.ln(8)

    def finished(self) -> bytes:
        """The document; it says so if letters are missing in it."""
        if self.has_missing:
            self.say(f"{MISSING} stands for a letter that the font of this document does not hold.", size=7.5)
        return bytes(self.output())

    def footer(self) -> None:
        """Called by fpdf at the end of every page."""
        self.set_y(-MARGIN_MM)
        self.set_font(FONT, size=7.5)
        self.cell(self.epw * 0.75, 4, self._foot)
        self.cell(0, 4, f"Page {self.page_no()} of {{nb}}", align="R")
