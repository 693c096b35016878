"""What the map shows of a step of an isolation study: lines by how they stand after it, devices by when they move."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from app.tabs.outage_management.active.marks import DONE, LATER, MOVE_MARKERS, NOW, study_table
from data_sources.network.switching_sheet import device_in_words
from data_sources.network.switching_states import PICKED_UP, SwitchingState, switching_states
from data_sources.source import Source
from data_sources.studies.isolation.of_outage import OutageStudy, study_of_outage

WHEN: Final = {LATER: "later", NOW: "in this step", DONE: "before this step"}


class SteppedStudy(NamedTuple):
    """A study, and how the lines stand before its first step and after each."""

    study: OutageStudy
    states: tuple[SwitchingState, ...]

    def at(self, step: int) -> int:
        """The number of a step, or of the last one where there are fewer."""
        return min(step, len(self.states) - 1)


class StudyOnMap(NamedTuple):
    """What is drawn of a step, and where.

    Attributes:
        lines: ids of segments by the code of their state.
        devices: as StudyMarks takes them.
        middle: longitude and latitude of the middle of the lines.
        width_m: of a wide map that shows them all.
    """

    lines: Mapping[int, Sequence[int]]
    devices: pa.Table
    middle: tuple[float, float] = (0.0, 0.0)
    width_m: float = 0.0


NO_STUDY: Final = StudyOnMap({}, study_table([]))
METRES_A_DEGREE: Final = 111_320.0
WIDE: Final = 3.5  # width of the map by its height, about
ROOM: Final = 1.15  # around the lines


def stepped_study(source: Source, utility_id: int, outage_id: int, segment_id: int | None) -> SteppedStudy | str | None:
    """As `study_of_outage`, with the states; slow, not for the event loop."""
    found = study_of_outage(source, utility_id, outage_id, segment_id)
    if not isinstance(found, OutageStudy):
        return found
    return SteppedStudy(found, switching_states(found.network, found.before, found.study))


def on_map(stepped: SteppedStudy, step: int) -> StudyOnMap:
    """What the map shows after a step; 0 is before the first."""
    state = stepped.states[stepped.at(step)]
    ids = stepped.study.network.segments.ids[state.segments]
    lines = {int(code): ids[state.codes == code].tolist() for code in set(state.codes.tolist())}
    moves = enumerate(stepped.study.study.steps, start=1)
    devices = [_device(stepped.study, number, one.device, one.action, step) for number, one in moves if one.device >= 0]
    return StudyOnMap(lines, study_table(devices), *_extent(stepped.study, state))


def _extent(study: OutageStudy, state: SwitchingState) -> tuple[tuple[float, float], float]:
    """The middle of the lines, and the width of a map that shows them all, m."""
    network = study.network
    ends = np.concatenate([network.from_node[state.segments], network.to_node[state.segments]])
    lon, lat = network.rows.nodes["lon"][ends], network.rows.nodes["lat"][ends]
    middle = float(lon.min() + lon.max()) / 2, float(lat.min() + lat.max()) / 2
    wide = float(np.ptp(lon)) * math.cos(math.radians(middle[1]))
    return middle, ROOM * METRES_A_DEGREE * max(wide, float(np.ptp(lat)) * WIDE)


def feeders_picking_up(stepped: SteppedStudy, step: int) -> tuple[str, ...]:
    """Names of the feeders that feed lines over ties after a step."""
    state, feeders = stepped.states[stepped.at(step)], stepped.study.network.rows.feeders
    helping = sorted(set(state.feeder_ids[state.codes == PICKED_UP].tolist()))
    return tuple(str(feeders["feeder_name"][feeders.index(one)]) for one in helping)


def _device(study: OutageStudy, number: int, device: int, action: str, step: int) -> dict[str, Any]:
    devices, code = study.network.devices, NOW if number == step else DONE if number < step else LATER
    return {
        "device_id": int(devices.ids[device]), "lon": float(devices["lon"][device]),
        "lat": float(devices["lat"][device]), "code": code, "marker": MOVE_MARKERS[action],
        "label": f"{number} {action}", "device": device_in_words(study.network, device), "when": WHEN[code],
    }  # fmt: skip
