"""The switching sheet of an isolation study on paper: who made it of what, a sketch, the steps, who stays out.

It is a study. Nothing in it was operated, and it says so in its title and at the foot of every page; the columns to be
signed are for whoever turns it into an order by their own rules.
"""

from __future__ import annotations

from dataclasses import dataclass

from app import formats
from app.documents.paper import FONT, DocumentHead, Paper
from app.documents.sketch import draw_sketch
from data_sources.analytics.isolation.study import APPROXIMATIONS
from data_sources.network.switching_sheet import SheetLine, switching_sheet, unserved_in_words
from data_sources.network.switching_states import switching_states
from data_sources.studies.isolation.of_outage import OutageStudy

TITLE = "Switching sheet"
ONLY = "Study only: operates nothing"
NOTHING = "Nothing can be fed from elsewhere: everybody waits for the repair."
SKETCH_MM = 66.0
COLUMNS = (
    ("No.", 8), ("Device", 36), ("Action", 15), ("What it does", 44), ("Customers back", 23), ("Still out", 16),
    ("Loading", 46), ("Lowest voltage", 30), ("Done by, time", 30), ("Checked", 20),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetHead(DocumentHead):
    """Who made a sheet, of what.

    Attributes:
        is_simulated: whether the outage is of a demonstration.
    """

    is_simulated: bool = False


def switching_sheet_pdf(head: SheetHead, study: OutageStudy) -> bytes:
    """The document."""
    name = f"{TITLE}, outage {study.outage_id}"
    paper = Paper(head.paper, f"{name} ({ONLY})", f"{ONLY} · {head.utility} · {name}")
    paper.say(f"{TITLE} · {ONLY}", size=15, is_bold=True, gap=1)
    _head(paper, head, study)
    _steps(paper, study)
    _rest(paper, study)
    return paper.finished()


def _head(paper: Paper, head: SheetHead, study: OutageStudy) -> None:
    """What it is about on the left, the sketch on the right."""
    top = paper.get_y()
    wide = paper.epw * 0.5
    paper.tell(_facts(head, study), wide, 42, align="J")
    bottom = paper.get_y()
    states = switching_states(study.network, study.before, study.study)
    left = paper.l_margin + wide + 4
    draw_sketch(paper, study, states[-1], (left, top, paper.epw - wide - 4, max(bottom - top, SKETCH_MM)))
    paper.set_xy(paper.l_margin, max(bottom, top + SKETCH_MM) + 3)


def _facts(head: SheetHead, study: OutageStudy) -> list[tuple[str, str]]:
    zone = head.time_zone
    return [
        ("Utility", head.utility + (" (simulated)" if head.is_simulated else "")),
        ("Feeder", study.feeder_name),
        ("Outage", str(study.outage_id)),
        ("Fault on line", f"{study.segment_id}, {_place(study)}"),
        ("Customers", f"{study.study.customers_lost:,} lose supply, {study.study.customers_restored:,} come back by "
                      "switching"),
        ("Switching state as of", formats.date_and_clock(study.as_of, zone)),
        ("Made", head.made),
    ]  # fmt: skip


def _place(study: OutageStudy) -> str:
    """The middle of the faulted line."""
    nodes, edge = study.network.rows.nodes, study.study.fault_edge
    ends = [study.network.from_node[edge], study.network.to_node[edge]]
    return f"at {nodes['lat'][ends].mean():.5f}, {nodes['lon'][ends].mean():.5f}"


def _steps(paper: Paper, study: OutageStudy) -> None:
    lines = switching_sheet(study.network, study.study)
    if not lines:
        paper.say(NOTHING, gap=2)
        return
    paper.tabulate(COLUMNS, map(_cells, lines), padding_mm=1)
    paper.ln(3)


def _cells(line: SheetLine) -> tuple[str, ...]:
    loading = f"{line.feeder}; {line.line}"
    return (
        str(line.number), line.device, line.action.capitalize(), line.purpose, f"{line.restored:,}", f"{line.out:,}",
        loading, line.voltage, "", "",
    )  # fmt: skip


def _rest(paper: Paper, study: OutageStudy) -> None:
    """Who stays out, what the study does not know, and where it is signed."""
    left = unserved_in_words(study.network, study.study)
    if left:
        paper.say("Who stays out", is_bold=True)
        for text in left:
            paper.say(f"– {text}", size=8)
    paper.say("Approximations", is_bold=True)
    for text in APPROXIMATIONS:
        paper.say(f"– {text}", size=8)
    paper.ln(4)
    paper.set_font(FONT, size=8)
    paper.sign_lines(("Prepared by", "Checked by", "Approved by"), 34)
