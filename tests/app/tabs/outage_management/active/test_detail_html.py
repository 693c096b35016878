"""What the detail of an outage says where PostgreSQL does not hold it."""

from __future__ import annotations

import datetime as dt

from app.tabs.outage_management.active.detail_html import Picked, panel
from app.widgets.html import el

MOVED = {
    "outage_id": 5, "started_at": dt.datetime(2023, 5, 1, 12, 0, tzinfo=dt.UTC),
    "restored_at": dt.datetime(2023, 5, 2, 1, 30, tzinfo=dt.UTC),
}  # fmt: skip


def shown(picked: Picked) -> str:
    return str(panel(picked, "overview", "America/Chicago", el("div")))


def test_a_moved_one_says_where_it_is_and_when_it_was() -> None:
    told = shown(Picked(5, facts={}, moved=MOVED))
    assert "Outage 5 was moved to the history; see Replay" in told
    assert "It lasted from 1 May 2023 07:00 CDT to 1 May 2023 20:30 CDT." in told
    assert "There is no outage" not in told


def test_one_that_is_nowhere_says_so() -> None:
    assert "There is no outage 5" in shown(Picked(5, facts={}, moved={}, past={}))


def test_one_that_is_in_the_history_alone_leads_to_replay() -> None:
    told = shown(Picked(5, facts={}, moved={}, past=MOVED))
    assert "Outage 5 is in the history; see Replay" in told
    assert "It lasted from 1 May 2023 07:00 CDT to 1 May 2023 20:30 CDT." in told
    assert 'data-action="replay"' in told
    assert "The history is being asked" in shown(Picked(5, facts={}, moved={}))


def test_until_both_are_known_nothing_is_said() -> None:
    assert "outage 5" not in shown(Picked(5, facts={})).lower().split("detail-body")[1]
