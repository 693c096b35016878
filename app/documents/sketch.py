"""The sketch on a switching sheet: the lines that lost supply as they are after the last step, and the devices.

Told by the kind of line, so that it reads in black and white too; a device has the number of the step that moves it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from app.documents.paper import FONT, Paper
from data_sources.network.rows import Floats, Ints
from data_sources.network.switching_states import BACK, FAULTED, OUT, PICKED_UP, SwitchingState
from data_sources.studies.isolation.of_outage import OutageStudy

Frame = tuple[float, float, float, float]
Place = Callable[[float, float], tuple[float, float]]
Grey = float

# Width in mm, dash in mm (0: solid) and grey of each kind of line, and what it means.
PENS: Final[dict[int, tuple[float, float, Grey, str]]] = {
    BACK: (0.3, 0.0, 170, "supply as before"),
    PICKED_UP: (0.3, 0.0, 0, "fed over a tie"),
    OUT: (0.3, 0.7, 110, "without supply"),
    FAULTED: (0.75, 0.0, 70, "section with the fault"),
}
KEY_MM: Final = 9.0


def draw_sketch(paper: Paper, study: OutageStudy, state: SwitchingState, frame: Frame) -> None:
    """Draw it into a frame: left, top, width, height in mm."""
    x, y, width, height = frame
    paper.set_draw_color(160)
    paper.set_line_width(0.2)
    paper.rect(x, y, width, height)
    place = _fitted(study, state, (x + 4, y + 4, width - 8, height - 7 - KEY_MM))
    for code, (pen, dash, grey, _) in PENS.items():
        _pen(paper, pen, dash, grey)
        for a, b in _lines(study, state.segments[state.codes == code]):
            paper.line(*place(*a), *place(*b))
    paper.set_dash_pattern()
    _fault(paper, study, place)
    for number, step in enumerate(study.study.steps, start=1):
        if step.device >= 0:
            _device(paper, study, place, step.device, str(number), is_closed=step.action == "close")
    _key(paper, x + 3, y + height - KEY_MM, width - 6)
    _reset(paper)


def _lines(study: OutageStudy, segments: Ints) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Ends of segments, degrees."""
    nodes, network = study.network.rows.nodes, study.network
    a, b = network.from_node[segments], network.to_node[segments]
    lon, lat = nodes["lon"], nodes["lat"]
    return [((float(lon[i]), float(lat[i])), (float(lon[j]), float(lat[j]))) for i, j in zip(a, b, strict=True)]


def _fitted(study: OutageStudy, state: SwitchingState, frame: Frame) -> Place:
    """Degrees to mm, in scale, all of the lines in the frame."""
    nodes, network = study.network.rows.nodes, study.network
    ends = np.concatenate([network.from_node[state.segments], network.to_node[state.segments]])
    lon: Floats = nodes["lon"][ends]
    lat: Floats = nodes["lat"][ends]
    narrow = float(np.cos(np.radians(lat.mean())))
    left, top, width, height = frame
    spread_x, spread_y = max(float(np.ptp(lon)) * narrow, 1e-9), max(float(np.ptp(lat)), 1e-9)
    scale = min(width / spread_x, height / spread_y)
    middle_x, middle_y = float(lon.max() + lon.min()) / 2, float(lat.max() + lat.min()) / 2
    centre_x, centre_y = left + width / 2, top + height / 2
    return lambda east, north: (centre_x + (east - middle_x) * narrow * scale, centre_y - (north - middle_y) * scale)


def _fault(paper: Paper, study: OutageStudy, place: Place) -> None:
    """A cross in the middle of the faulted line."""
    ((a, b),) = _lines(study, np.array([study.study.fault_edge]))
    x, y = place((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    for pen, grey in ((1.6, 255), (0.7, 0)):  # white around it, so that it is seen on lines
        _pen(paper, pen, 0.0, grey)
        paper.line(x - 1.8, y - 1.8, x + 1.8, y + 1.8)
        paper.line(x - 1.8, y + 1.8, x + 1.8, y - 1.8)


def _device(paper: Paper, study: OutageStudy, place: Place, device: int, number: str, *, is_closed: bool) -> None:
    """A square with the number of its step: filled where the step closes it, empty where it opens it."""
    devices = study.network.devices
    x, y = place(float(devices["lon"][device]), float(devices["lat"][device]))
    paper.set_fill_color(0 if is_closed else 255)
    paper.set_text_color(255 if is_closed else 0)
    _pen(paper, 0.4, 0.0, 0)
    paper.rect(x - 1.6, y - 1.6, 3.2, 3.2, style="DF")
    paper.set_font(FONT, "B", 6)
    paper.set_xy(x - 3, y - 1.6)
    paper.cell(6, 3.2, number, align="C")
    paper.set_text_color(0)


def _key(paper: Paper, x: float, y: float, width: float) -> None:
    """What lines and marks mean, three a row."""
    paper.set_font(FONT, "", 7)
    entries = [*PENS.values(), (0.0, 0.0, 0, "×  fault      □  opens      ■  closes")]
    for place, (pen, dash, grey, label) in enumerate(entries):
        left, top = x + place % 3 * width / 3, y + place // 3 * 4
        if pen:
            _pen(paper, pen, dash, grey)
            paper.line(left, top + 2, left + 7, top + 2)
        paper.set_xy(left + (8 if pen else 0), top)
        paper.cell(width / 3 - 8, 4, label)


def _pen(paper: Paper, width: float, dash: float, grey: Grey) -> None:
    paper.set_line_width(width)
    paper.set_draw_color(int(grey))
    paper.set_dash_pattern(dash=dash, gap=dash)


def _reset(paper: Paper) -> None:
    paper.set_dash_pattern()
    paper.set_line_width(0.2)
    paper.set_draw_color(0)
    paper.set_fill_color(255)
