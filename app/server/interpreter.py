"""How often threads hand Python's one interpreter to each other.

A thread that comes back from a kernel, a file or a socket waits until the one that runs gives the interpreter up: for
5 ms, as Python comes, each time. A page that is built meanwhile never waits for anything, so that a picture of the map,
which goes in and out some fifty times, took twice as long as it does now (350 ms instead of 700 on a machine with much
else to do), and the event loop was late by 2.6 ms instead of 13 in the median; the thread that builds lost nothing.
"""

from __future__ import annotations

import sys

SWITCH_S = 0.002  # at 0.5 ms a hundred pages took 51 s to open, at 2 ms 37; others' gestures 0.5 and 0.7 s


def install() -> None:
    """Hand over sooner, in this process; safe to call again."""
    sys.setswitchinterval(SWITCH_S)
