"""The card in the map's corner: scale and histogram in one, and the figures of the values in view. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app import formats
from app.widgets.html import Markup, el
from layers.colours.colour import hexadecimal
from layers.colours.palette import Theme, Vision
from layers.readings.bands import SCALES, ReadingScale, no_read_colour, reading_colours
from layers.readings.cells import ReadingStats

WIDTH, BARS, RAMP = 320, 46, 8  # pixels of the drawing, of its bars, of the strip of colours


@dataclass(frozen=True, slots=True)
class LegendWords:
    """What the card is headed.

    Attributes:
        when: time and day in the utility's zone.
        source: what the history is called.
        is_simulated: the readings are the demo's.
    """

    when: str
    source: str
    is_simulated: bool = False


def legend_card(
    quantity: str, stats: ReadingStats, words: LegendWords, surface: Theme = "dark", vision: Vision = "standard"
) -> Markup:
    """The card.

    Args:
        quantity: key of `SCALES`.
        stats: the values in view.
        words: heading.
        surface: theme.
        vision: colours.
    """
    scale = SCALES[quantity]
    colours = [hexadecimal(colour) for colour in reading_colours(quantity, surface, vision)]
    badge = el("span", "Simulated", cls="badge is-attention") if words.is_simulated else None
    return el(
        "details",
        el("summary", el("h2", scale.title), el("span", scale.unit, cls="secondary"), badge, cls="reading-head"),
        _drawing(scale, stats, colours),
        _figures(scale, stats),
        el("p", _no_read(stats, surface), scale.note, cls="reading-note"),
        el("p", words.when, " · ", words.source, cls="reading-note"),
        cls="reading-card",
        open=True,
        aria_label=f"{scale.title} of the meters in view",
    )


def _drawing(scale: ReadingScale, stats: ReadingStats, colours: list[str]) -> Markup:
    width, most = WIDTH / scale.bands, max(*stats.bands, 1)
    strips = [
        el("path", d=f"M{i * width:.1f} {BARS}h{width + 0.3:.1f}v{RAMP}h{-width - 0.3:.1f}z", fill=colour)
        for i, colour in enumerate(colours)
    ]
    bars = [
        el(
            "path",
            d=f"M{i * width + 0.5:.1f} {BARS - 1}v{-_height(n, most):.1f}h{width - 1:.1f}v{_height(n, most):.1f}z",
        )
        for i, n in enumerate(stats.bands)
        if n
    ]
    marks = [_tick(at, text, scale) for at, text in scale.ticks]
    return el(
        "svg", el("g", bars, cls="bars"), strips, marks,
        viewBox=f"0 0 {WIDTH} {BARS + RAMP + 15}", cls="reading-histogram", role="img",
        aria_label=f"Meters in view by {scale.title.lower()}",
    )  # fmt: skip


def _height(count: int, most: int) -> float:
    """By the square root, so that the few beyond a limit are seen beside the many within."""
    return 2 + (BARS - 6) * float(count / most) ** 0.5


def _tick(at: int, text: str, scale: ReadingScale) -> Markup:
    x = WIDTH * at / scale.bands
    anchor = "start" if at == 0 else "end" if at >= scale.bands - 1 else "middle"
    return el("text", text, x=f"{x:.1f}", y=BARS + RAMP + 12, text_anchor=anchor)


def _figures(scale: ReadingScale, stats: ReadingStats) -> Markup:
    """Least, median and highest in view, how many there are, and what they come to."""
    unit, decimals = scale.told_unit, scale.told_decimals
    facts = [("Meters", formats.number(stats.meters)), *_sums(scale, stats)]
    facts += [
        (name, formats.quantity(value, unit, decimals))
        for name, value in (("Least", stats.low), ("Median", stats.median), ("Highest", stats.high))
    ]
    return el("dl", [el("div", el("dt", name), el("dd", text)) for name, text in facts], cls="reading-facts")


def _sums(scale: ReadingScale, stats: ReadingStats) -> list[tuple[str, str]]:
    if scale.quantity == "consumption":
        return [("Load", formats.power(stats.total))]
    if scale.quantity == "voltage":
        return [("Below A", formats.number(sum(stats.bands[:3]))), ("Above A", formats.number(sum(stats.bands[-2:])))]
    return []


def _no_read(stats: ReadingStats, surface: Theme) -> Markup | None:
    if not stats.no_read:
        return None
    mark = el(
        "svg", el("circle", cx=5, cy=5, r=4, fill=hexadecimal(no_read_colour(surface))), viewBox="0 0 10 10", cls="mark"
    )
    return el("span", mark, f"{stats.no_read:,} without a reading. ", cls="no-read")
