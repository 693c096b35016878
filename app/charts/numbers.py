"""How axes of numbers are labelled: thousands apart, and as many decimals as keep two ticks apart."""

from __future__ import annotations

from typing import Final

from bokeh.models import NumeralTickFormatter

FORM: Final = "0,0.[000000]"  # decimals that are zero are not written: 0.005, 0.01, 1, 1,200
SIGNED: Final = f"+{FORM}"


def number_labels(form: str = FORM) -> NumeralTickFormatter:
    """Labels of an axis. A new one for each figure, since a Bokeh model belongs to one session."""
    return NumeralTickFormatter(format=form)
