"""The demo's transformer loading guide as the PDF that is shipped; to write it anew: `python -m tests.data_sources.documents.loading_guide`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from fpdf import FPDF

GUIDE = Path(__file__).parents[3] / "assets" / "documents" / "transformer_loading_guide.pdf"
TITLE = "Transformer loading guide (IEEE C57.91)"
FIRST = "Example guide of the demo utility; replace by your own. It follows IEEE Std C57.91 in our own words."
PAGES: tuple[tuple[tuple[str, str], ...], ...] = (
    (
        (
            "Hot spot temperature",
            "The hot spot temperature is the temperature of the hottest place of the winding's insulation. It decides how fast "
            "the insulation ages. It is the temperature of the air, plus the rise of the top oil over the air, plus the rise of "
            "the hottest spot over the top oil. The reference hot spot temperature is 110 °C for a transformer of 65 K average "
            "winding rise with thermally upgraded paper: 30 °C of air and 80 K of hottest-spot rise at rated load. For older "
            "transformers of 55 K rise the reference is 95 °C.",
        ),
        (
            "Ageing of insulation",
            "At the reference of 110 °C insulation ages by one hour an hour; the factor of ageing is 1. For about each 7 K more "
            "ageing doubles, for about each 7 K less it halves. Factor of ageing = exp(15000 / 383 - 15000 / (hot spot + 273)). "
            "At 120 °C it is 2.7, at 130 °C 7.0, at 90 °C 0.12.",
        ),
        (
            "Loss of life",
            "Normal insulation life is 180,000 hours (20.55 years) at the reference temperature. Loss of life of a day is the "
            "sum of the factors of ageing of its hours, as a share of the normal life. Normal loss of life is 0.0133 % a day. "
            "What was lost does not come back when the load falls.",
        ),
        (
            "Limits of temperature and load",
            "For distribution transformers of 65 K rise: hot spot at most 200 °C, top oil at most 120 °C, load at most 300 % of "
            "the rating for half an hour. Above 140 °C bubbles may form in the oil, which lowers its strength: plan no load that "
            "leads there. For power transformers the planned hot spot is at most 130 °C, in an emergency 140 °C, with the top "
            "oil below 110 °C.",
        ),
    ),
    (
        (
            "How much overload is allowed",
            "A transformer may carry more than its rating when it is cold outside or was little loaded before. As a rule, for "
            "each degree below 30 °C of air 1 % more load is taken with the same ageing, and for each degree above 30 °C 1.5 % "
            "less. Emergency overload: up to 150 % for four hours after a light load, if the hot spot stays below 140 °C. "
            "Above 100 % for more than 200 hours a year the transformer is put on the list for replacement by a larger one.",
        ),
        (
            "What to do about an overloaded transformer",
            "Look at its load of the last days: is it a peak of an hour or the whole evening? Look at what hangs on it: new "
            "heat pumps or electric vehicles come back every day. Move customers to a neighbour, balance the legs, or replace it "
            "by the next size. A fan does not belong on a distribution transformer.",
        ),
        (
            "Cooling classes",
            "ONAN: oil and air move by themselves. ONAF: fans blow on the radiators. OFAF: pumps move the oil too. The rating is "
            "given for each class.",
        ),
        (
            "How temperatures are computed here",
            "From the readings of its meters and the temperature of the air, with the exponential equations of the guide, "
            "interval by interval. Where readings are missing the load is estimated from its kin, and it is said so. A "
            "computed hot spot is no measurement: sun, dirt and the age of the oil are not in it.",
        ),
    ),
)  # fmt: skip


def guide() -> bytes:
    """The PDF."""
    paper = FPDF(format="letter")
    paper.set_creation_date(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    paper.set_title(TITLE)
    paper.set_lang("en")
    paper.set_margin(22)
    for number, sections in enumerate(PAGES):
        paper.add_page()
        if number == 0:
            _say(paper, TITLE, 20)
            _say(paper, FIRST, 10)
        for heading, text in sections:
            paper.set_font("helvetica", "B", 13)
            paper.start_section(heading)
            _say(paper, heading, 13, "B")
            _say(paper, text, 11)
    return bytes(paper.output())


def _say(paper: FPDF, text: str, size: float, style: str = "") -> None:
    paper.set_font("helvetica", style, size)
    paper.multi_cell(0, size * 0.5, text, align="L", new_x="LMARGIN", new_y="NEXT")
    paper.ln(3)


if __name__ == "__main__":
    GUIDE.write_bytes(guide())
