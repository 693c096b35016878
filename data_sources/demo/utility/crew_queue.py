"""More outages than crews: who waits how long."""

from __future__ import annotations

import heapq

import numpy as np

from data_sources.demo.city.geography import Floats

DRIVE_MINUTES = 25.0


def finished(begun: Floats, work: Floats, worth: Floats, crews: int) -> Floats:
    """When each job is done, in the minutes of `begun`: a crew that is free takes what is worth most of what has begun.

    Args:
        begun: when each begins, shape (jobs,).
        work: minutes of a crew it takes, likewise.
        worth: customers a crew minute, or whatever goes first, likewise.
        crews: how many there are.
    """
    free = [0.0] * max(crews, 1)
    waiting: list[tuple[float, int]] = []
    coming = np.argsort(begun, kind="stable").tolist()[::-1]
    done = np.zeros(len(begun))
    while coming or waiting:
        at = free[0]
        if not waiting:
            at = max(at, float(begun[coming[-1]]))
        while coming and begun[coming[-1]] <= at:
            job = coming.pop()
            heapq.heappush(waiting, (-float(worth[job]), job))
        job = heapq.heappop(waiting)[1]
        done[job] = max(at, float(begun[job])) + DRIVE_MINUTES + float(work[job])
        heapq.heapreplace(free, float(done[job]))
    return done
