"""In which order to bring back what a cascade took, when which share of the customers is back, what stays unserved.

Method: a job is what failed (to be repaired) or tripped (to be looked at and closed); ties that tripped wait. Each
takes its hours, one crew each. A part has supply again when its own job and every job on its way to the system are
done; work below may go on meanwhile. Jobs are taken in the order that is best for one crew (W. A. Horn, "Single-machine
job sequencing with treelike precedence ordering and linear delay penalties", SIAM Journal on Applied Mathematics 23,
1972): most customers an hour first, a job that must come first counted together with what it opens up. Several crews
take the next one as they become free.

Limits: the network goes back to how it was switched before; ties help no further. No travel, no shifts, no material, no
cold load pickup; every crew can do every job.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from data_sources.analytics.cascade.betweenness import Floats
from data_sources.analytics.topology import Bools, Ints

MILESTONES_PCT = (25, 50, 75, 90, 100)


@dataclass(frozen=True, slots=True, eq=False)
class RestorationJobs:
    """What there is to do.

    Attributes:
        depends_on: the job that must be done for this one to give supply, -1 for none, shape (jobs,).
        hours: of one crew, above 0, shape (jobs,).
        customers: who come back with it once what it depends on is done, shape (jobs,).
        load_kw: likewise.
    """

    depends_on: Ints
    hours: Floats
    customers: Floats
    load_kw: Floats


@dataclass(frozen=True, slots=True, eq=False)
class RestorationTimes:
    """The plan.

    Attributes:
        order: jobs, the first one first, shape (jobs,).
        crew: who does each job, from 0 on, shape (jobs,).
        starts_h: hours after the start at which each job begins, shape (jobs,).
        done_h: at which its work ends, shape (jobs,).
        supplied_h: at which its customers have supply, shape (jobs,).
        milestones_h: hours until `MILESTONES_PCT` of the customers are back; none where nobody is out.
        customer_hours: customers times hours without supply.
        unserved_kwh: energy not served meanwhile.
    """

    order: Ints
    crew: Ints
    starts_h: Floats
    done_h: Floats
    supplied_h: Floats
    milestones_h: tuple[float, ...]
    customer_hours: float
    unserved_kwh: float


def jobs_of(
    parent: Ints, is_job: Bools, hours: Floats, is_lost: Bools, customers: ArrayLike, load_kw: Floats
) -> RestorationJobs:
    """The jobs of a cascade, one a node marked, in the order of the nodes.

    Args:
        parent: who fed each node before anything failed, -1 for none, shape (nodes,).
        is_job: something is to be done at the node or its way in, shape (nodes,).
        hours: what it takes there, shape (nodes,).
        is_lost: who lost supply, shape (nodes,).
        customers: of each node, shape (nodes,).
        load_kw: of each node, shape (nodes,).
    """
    nearest = _nearest_jobs(parent, is_job)
    nodes = np.flatnonzero(is_job)
    number = np.full(len(parent) + 1, -1, np.int64)  # the last one is for -1
    number[nodes] = np.arange(len(nodes))
    above = nearest[parent[nodes]]
    lost = np.flatnonzero(is_lost & (nearest >= 0))
    own = number[nearest[lost]]
    count = len(nodes)
    return RestorationJobs(
        depends_on=number[np.where(parent[nodes] >= 0, above, -1)],
        hours=hours[nodes],
        customers=np.bincount(own, np.asarray(customers, np.float64)[lost], count).astype(np.float64),
        load_kw=np.bincount(own, load_kw[lost], count).astype(np.float64),
    )


def _nearest_jobs(parent: Ints, is_job: Bools) -> Ints:
    """The node itself or the nearest one above it where something is to be done, -1 for none, shape (nodes,)."""
    nearest = np.where(is_job, np.arange(len(parent)), -1)
    above = np.where(is_job, -1, parent)
    while (todo := np.flatnonzero((nearest < 0) & (above >= 0))).size:  # each round looks twice as far
        nearest[todo] = nearest[above[todo]]
        above[todo] = above[above[todo]]
    return nearest


def plan(jobs: RestorationJobs, crews: int) -> RestorationTimes:
    """The order, and how it goes with some crews.

    Raises:
        ValueError: no crew.
    """
    if crews < 1:
        raise ValueError("Somebody must do the work: give at least one crew.")
    order = best_order(jobs)
    crew, starts, done, supplied = _dealt(jobs, order, crews)
    return RestorationTimes(
        order, crew, starts, done, supplied, _milestones(jobs.customers, supplied),
        float(jobs.customers @ supplied), float(jobs.load_kw @ supplied),
    )  # fmt: skip


def best_order(jobs: RestorationJobs) -> Ints:
    """The order of least customer-hours for one crew (Horn 1972).

    The group with most customers an hour is joined to the group that holds what it depends on, until none depends.
    """
    head = np.arange(len(jobs.hours))  # each group is named by its first job
    gain, hours = jobs.customers.astype(np.float64).copy(), jobs.hours.astype(np.float64).copy()
    members = [[job] for job in range(len(head))]
    waiting = [(-gain[job] / hours[job], job) for job in range(len(head))]
    heapq.heapify(waiting)
    finished: list[int] = []
    while waiting:
        ratio, group = heapq.heappop(waiting)
        if head[group] != group or ratio != -gain[group] / hours[group] or not members[group]:
            continue
        above = _group(head, int(jobs.depends_on[group]))
        if above < 0 or not members[above]:  # nothing to wait for, or it is in the order already
            finished += members[group]
            members[group] = []
            continue
        head[group] = above
        members[above] += members[group]
        gain[above] += gain[group]
        hours[above] += hours[group]
        heapq.heappush(waiting, (-gain[above] / hours[above], above))
    return np.array(finished, np.int64)


def _group(head: Ints, job: int) -> int:
    while job >= 0 and head[job] != job:
        head[job] = head[head[job]]
        job = int(head[job])
    return job


def _dealt(jobs: RestorationJobs, order: Ints, crews: int) -> tuple[Ints, Floats, Floats, Floats]:
    count = len(order)
    crew, starts, supplied = np.zeros(count, np.int64), np.zeros(count), np.zeros(count)
    free = [(0.0, number) for number in range(min(crews, count))]
    for job in order:
        starts[job], crew[job] = heapq.heappop(free)
        heapq.heappush(free, (starts[job] + jobs.hours[job], int(crew[job])))
    done = starts + jobs.hours
    for job in order:  # what a job depends on comes before it
        above = jobs.depends_on[job]
        supplied[job] = max(done[job], supplied[above] if above >= 0 else 0.0)
    return crew, starts, done, supplied


def _milestones(customers: Floats, supplied: Floats) -> tuple[float, ...]:
    if not customers.sum() > 0:
        return ()
    by_time = np.argsort(supplied, kind="stable")
    share = 100 * np.cumsum(customers[by_time]) / customers.sum()
    reached = np.searchsorted(share, np.array(MILESTONES_PCT) - 1e-9)
    return tuple(float(at) for at in supplied[by_time][reached])
