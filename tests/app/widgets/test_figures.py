"""Figures: bars stand for what is on its way, and for nothing else."""

from __future__ import annotations

import pytest

from app.follow import FollowStatus
from app.widgets.figures import Figure, Figures


@pytest.mark.parametrize(
    "status", [FollowStatus("failed"), FollowStatus("stale"), FollowStatus("idle", title="No readings yet")]
)
def test_figures_wait_no_longer_where_no_answer_comes(status: FollowStatus) -> None:
    """A view whose first answer failed had grey bars for ever, and read as still at work."""
    figures = Figures(3)
    assert figures.html.count("is-tall") == 3
    figures.tell(status)
    assert "skeleton-line" not in figures.html
    assert "aria-busy" not in figures.html
    assert figures.html.count("\u2013") == 3
    figures.tell(FollowStatus("waiting"))
    assert figures.html.count("is-tall") == 3


def test_figures_that_are_there_stay() -> None:
    figures = Figures(1)
    figures.show([Figure("Skill", "7", "%")])
    figures.tell(FollowStatus("failed", has_answer=True))
    assert ">7<" in figures.html
