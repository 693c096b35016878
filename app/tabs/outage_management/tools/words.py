"""How operators call causes, and places of outages in links; shared by the tools about outages."""

from __future__ import annotations

import re
from typing import Final

import pyarrow as pa

from app import ways
from app.assistant.results import Go
from app.assistant.tools import ToolChoice
from app.widgets.column import Column
from data_sources.assets import AssetRef

CAUSES: Final[dict[str, tuple[str, ...]]] = {
    "vegetation": ("vegetation", "tree", "branch", "limb", "tree contact"),
    "equipment": ("equipment", "equipment failure", "failed equipment"),
    "animal": ("animal", "squirrel", "bird", "wildlife"),
    "lightning": ("lightning",),
    "weather": ("weather", "storm", "bad weather", "storm damage"),
    "wind": ("wind",),
    "ice": ("ice", "icing"),
    "flood": ("flood", "flooding"),
    "fire": ("fire",),
    "vehicle": (
        "vehicle",
        "car",
        "car accident",
        "car hit pole",
        "vehicle accident",
        "car pole",
        "pole hit",
        "hit pole",
        "vehicle hit",
        "truck",
    ),
    "dig-in": ("dig in", "dig-in", "excavator"),
    "overload": ("overload cause", "caused by overload", "due to overload"),
    "planned": ("planned work cause", "caused by planned work"),
    "switching": ("switching cause", "caused by switching"),
    "loss_of_supply": ("loss of supply", "transmission loss"),
    "public": ("vandalism", "third party"),
    "unknown": ("unknown cause", "cause unknown"),
}
"""Phrases by code of `data_sources.outages.causes`."""

CAUSE_CHOICES: Final = tuple(ToolChoice(words, {"cause": code}) for code, words in CAUSES.items())
KIND_CHOICES: Final = (
    ToolChoice(("unplanned", "forced"), {"kind": "unplanned"}),
    ToolChoice(("planned", "scheduled"), {"kind": "planned"}),
)
CAUSE: Final = Column("cause", "Cause", "words")
NUMBER: Final = Column("outage_id", "Outage")
FEEDER: Final = Column("feeder_name", "Feeder")
SUBSTATION: Final = Column("substation_name", "Substation")
ONLY: Final = "A study: nothing is operated."


def outage_go(outage_id: int, label: str = "") -> Go:
    """To one outage that PostgreSQL holds."""
    return Go(label or f"Open outage {outage_id}", ways.OUTAGES, AssetRef("outage", outage_id))


def view_go(label: str, view: str, **texts: str) -> Go:
    """To a view of Outage Management."""
    return Go(label, ways.OUTAGES, texts=(("view", view), *texts.items()))


def said_of_outage(table: pa.Table) -> pa.Table:
    """Rows of outages whose crew and hazards say "none" where there are none: nobody sent is no unknown crew."""
    for name in ("crew_name", "hazards"):
        told = [(text or "none").replace("_", " ") for text in table[name].to_pylist()]
        table = table.set_column(table.column_names.index(name), name, pa.array(told, pa.string()))
    return table


def cause_code(words: str) -> str:
    """The code of a cause, given as a code or as one of its phrases; what is neither stays as it is."""
    known = words.strip().lower()
    found = (code for code, phrases in CAUSES.items() if known == code or known in phrases)
    return next(found, known)


CAUSE_SAID: Final = "|".join(
    rf"\b{re.escape(one)}s?\b"
    for one in sorted({one for said in CAUSES.values() for one in said}, key=len, reverse=True)
)
"""Pattern of the words of a cause, the longest first."""


def cause_named(words: str) -> str:
    """Code of the one cause that is named; empty for none, or more than one."""
    text = words.lower()
    found = [code for code, said in CAUSES.items() if any(re.search(rf"\b{re.escape(one)}s?\b", text) for one in said)]
    return found[0] if len(found) == 1 else ""


def plain(code: str) -> str:
    """A code as words."""
    return code.replace("_", " ")
