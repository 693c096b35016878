"""The electrical network of the demo as arrays, in its final numbering."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_sources.demo.city.geography import Bools, Floats
from data_sources.demo.city.streets import Ints

EXPRESS, TIE = 10, 11  # kinds of segment beyond the street kinds


@dataclass(slots=True)
class Grid:
    """The network in its final numbering; indexes are zero-based, ids are index + 1.

    Attributes:
        yard: substations, metres, (s, 2).
        feeder_substation: (f,).
        head: node index of each feeder's head, (f,).
        place: node positions, metres, (n, 2).
        level: how finely built around the node, (n,).
        density: land-use density at the node, (n,).
        load: expected meters at the node, (n,).
        node_feeder: (n,).
        parent: node towards the source, -1 at heads, (n,).
        parent_segment: radial segment to the parent, -1 at heads, (n,).
        seg_feeder: (m,).
        seg_from: node nearer the source, (m,).
        seg_to: the other node, (m,).
        seg_kind: street kind, or EXPRESS, or TIE, (m,).
        seg_other: feeder at the far side of a tie, else -1, (m,).
        shape: nine points from `seg_from` to `seg_to`, metres, (m, 9, 2).
        phases: bit mask A=1, B=2, C=4, (m,).
        underground: (m,).
        year: installed, (m,).
        feeder_kv: line to line, (f,).
    """

    yard: Floats
    feeder_substation: Ints
    head: Ints
    place: Floats
    level: Ints
    density: Floats
    load: Floats
    node_feeder: Ints
    parent: Ints
    parent_segment: Ints
    seg_feeder: Ints
    seg_from: Ints
    seg_to: Ints
    seg_kind: Ints
    seg_other: Ints
    shape: Floats
    phases: Ints
    underground: Bools
    year: Ints
    feeder_kv: Floats

    @property
    def feeders(self) -> int:
        """How many feeders."""
        return len(self.head)

    def length_m(self) -> Floats:
        """Length of each segment along its drawing, metres."""
        step = np.diff(self.shape, axis=1)
        length: Floats = np.hypot(step[..., 0], step[..., 1]).sum(axis=1)
        return length
