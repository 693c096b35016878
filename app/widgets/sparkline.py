"""Sparklines as small SVG: one path, drawn in the text's secondary colour, gaps shown as gaps."""

from __future__ import annotations

import math
from collections.abc import Sequence

from app.widgets.html import Markup, el

WIDTH, HEIGHT, MARGIN = 96, 28, 2
LEAST_KNOWN = 0.2  # of the values; a dot here and a dot there show no course


def sparkline(values: Sequence[float | None], title: str, *, from_zero: bool = True) -> Markup:
    """The course of a figure; nothing when too little of it is known to show one.

    Args:
        values: evenly spaced, oldest first; None where nothing is known.
        title: what it shows and over which period.
        from_zero: whether the foot of the picture is zero (counts) or the lowest value (a load).
    """
    known = [value for value in values if value is not None and math.isfinite(value)]
    if len(known) < max(2, len(values) * LEAST_KNOWN):
        return Markup("")
    low = 0.0 if from_zero else min(known)
    span = (max(known) - low) or 1.0
    step = (WIDTH - 2 * MARGIN) / (len(values) - 1)
    points = [
        None if value is None else (MARGIN + i * step, HEIGHT - MARGIN - (value - low) / span * (HEIGHT - 2 * MARGIN))
        for i, value in enumerate(values)
    ]
    last = next(point for point in reversed(points) if point)
    return el(
        "svg",
        el("title", title),
        el("path", d=_path(points), fill="none", vector_effect="non-scaling-stroke"),
        el("path", d=f"M{last[0]:.1f} {last[1]:.1f}h0", cls="last", vector_effect="non-scaling-stroke"),
        cls="sparkline",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        preserveAspectRatio="none",
        role="img",
    )


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    parts, is_down = [], False
    for point in points:
        if point:
            parts.append(f"{'L' if is_down else 'M'}{point[0]:.1f} {point[1]:.1f}")
        is_down = point is not None
    return "".join(parts)
