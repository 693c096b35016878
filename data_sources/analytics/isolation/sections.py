"""The sections of the lost part: what lies between switches, as a tree below the device that tripped."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from data_sources.analytics.isolation.circuit import FaultArea
from data_sources.analytics.isolation.conductors import Floats
from data_sources.analytics.topology import NOBODY, Ints


class Sections(NamedTuple):
    """Sections of the lost part, each before those below it; section 0 begins at the tripped device.

    Attributes:
        edge: the edge whose switch each section hangs on, shape (sections,).
        device: that switch, -1 where there is none (the tripped device may be a fuse), shape (sections,).
        parent: the section above, -1 for the first, shape (sections,).
        of_node: the section of each node of the area, -1 outside the lost part, shape (nodes,).
        load_kw: in each, shape (sections,).
        customers: likewise.
        faulted: the section that holds the fault.
    """

    edge: Ints
    device: Ints
    parent: Ints
    of_node: Ints
    load_kw: Floats
    customers: Ints
    faulted: int

    def below(self, section: int) -> list[int]:
        """A section and those below it, each before those below it."""
        found = [section]
        for other in range(section + 1, len(self.edge)):
            if int(self.parent[other]) in found:
                found.append(other)
        return found

    def right_below(self, section: int) -> list[int]:
        """Sections that hang on a section."""
        return np.flatnonzero(self.parent == section).tolist()


def sections(area: FaultArea) -> Sections:
    """Cut the lost part at its switches."""
    topology = area.topology
    is_other = area.switch_edges != area.tripped_edge
    edges, devices = area.switch_edges[is_other], area.switches[is_other]
    order = np.argsort(topology.start[topology.child[edges]], kind="stable")
    edge = np.concatenate([[area.tripped_edge], edges[order]]).astype(np.int64)
    device = np.concatenate([[area.tripped], devices[order]]).astype(np.int64)
    of_node = topology.label(edge, np.arange(len(edge)))
    parent = np.concatenate([[NOBODY], of_node[topology.parent_node[topology.child[edge[1:]]]]]).astype(np.int64)
    inside = np.flatnonzero(of_node >= 0)
    count = len(edge)
    return Sections(
        edge, device, parent, of_node,
        np.bincount(of_node[inside], area.load_kw[inside], count).astype(np.float64),
        np.bincount(of_node[inside], area.customers[inside], count).astype(np.int64),
        int(of_node[topology.child[area.fault]]),
    )  # fmt: skip
