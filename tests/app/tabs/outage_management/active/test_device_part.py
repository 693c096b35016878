"""The card of a device: where it stands, what moving it would do, and the command that the form means."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from app.tabs.outage_management.active.device_marks import device_table
from app.tabs.outage_management.active.device_part import device_form, loses, operation, position
from app.tabs.outage_management.active.whatif import WhatIf, what_if
from data_sources.assets import AssetRef
from data_sources.outages.life import OperateDevice
from data_sources.postgres.source import PostgresSource
from tests.data_sources.towns import load_town


def device(*, is_open: bool = False, is_normally_open: bool = False) -> dict[str, Any]:
    return {"asset_id": 3, "name": "SWITCH-3", "is_open": is_open, "is_normally_open": is_normally_open}


@pytest.mark.parametrize(
    ("is_open", "as_built", "words"),
    [
        (False, False, "Closed, as built."), (True, True, "Open, as built."),
        (True, False, "Open, not as built."), (False, True, "Closed, not as built."),
    ],
)  # fmt: skip
def test_where_it_stands(*, is_open: bool, as_built: bool, words: str) -> None:
    assert position(device(is_open=is_open, is_normally_open=as_built)) == words


def test_an_open_one_is_closed_and_may_be_meant_to_join_two_feeders() -> None:
    form = device_form(device(is_open=True), "")
    assert form.button == "Close SWITCH-3"
    assert [field.name for field in form.fields] == ["note", "make_before_break"]
    typed = {"note": ["load moved"], "make_before_break": ["yes"]}
    assert operation(device(is_open=True), typed) == OperateDevice(
        device_id=3, is_open=False, note="load moved", make_before_break=True
    )


def test_a_closed_one_is_opened() -> None:
    form = device_form(device(), "Opening it leaves 12 customers without supply.")
    assert (form.button, [field.name for field in form.fields]) == ("Open SWITCH-3", ["note"])
    assert operation(device(), {"note": [""]}) == OperateDevice(device_id=3, is_open=True)


def test_what_opening_would_leave_dark(empty_source: PostgresSource) -> None:
    """Behind switch 3 of the town are two laterals: 4 transformers, 12 customers, none of them critical but one."""
    load_town(empty_source, 2)
    found = what_if(empty_source, 1, AssetRef("device", 3))
    assert isinstance(found, WhatIf)
    assert loses(found).startswith("Opening it leaves 12 customers without supply")
    assert loses(None) == ""


def test_marks_tell_what_is_not_as_built() -> None:
    rows = pa.table({
        "device_id": pa.array([1, 2, 3], pa.int32()), "device_name": ["B", "T", "S"], "kind": ["breaker", "tie", "switch"],
        "is_normally_open": [False, True, False], "is_open": [False, True, True], "lon": [0.0] * 3, "lat": [0.0] * 3,
    })  # fmt: skip
    found = device_table(rows).to_pylist()
    assert [row["position"] for row in found] == ["closed", "open, as built", "open, not as built"]
    assert [row["marker"] for row in found] == ["square", "diamond", "diamond"]
    assert [row["code"] for row in found] == [1, 2, 4]
