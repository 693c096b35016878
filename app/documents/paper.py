"""Paper: a PDF page in our fonts, with a heading, a footing on every page, and letters that are missing told."""

from __future__ import annotations

from typing import Final, Literal

from fpdf import FPDF
from fpdf.fonts import TTFFont

from app.theme import ASSETS

PaperSize = Literal["a4", "letter"]
FONT: Final = "DejaVu"
MISSING: Final = "\u25af"
"""Stands for a letter that the font does not hold; a document that has one says so."""
MARGIN_MM: Final = 12.0
_FILES: Final[dict[Literal["", "B"], str]] = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}


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

    def say(self, text: str, *, size: float = 9, is_bold: bool = False, gap: float = 0.0) -> None:
        """A paragraph over the whole width."""
        self.set_font(FONT, "B" if is_bold else "", size)
        self.multi_cell(0, size * 0.5, self.letters(text), new_x="LMARGIN", new_y="NEXT")
        if gap:
            self.ln(gap)

    def footer(self) -> None:
        """Called by fpdf at the end of every page."""
        self.set_y(-MARGIN_MM)
        self.set_font(FONT, size=7.5)
        self.cell(self.epw * 0.75, 4, self._foot)
        self.cell(0, 4, f"Page {self.page_no()} of {{nb}}", align="R")
