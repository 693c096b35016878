"""Outages presumed inside one that was restored: found before it is closed, and not where nothing speaks for them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from data_sources.outages.life import ConfirmOutage, ReportOutage, RestoreOutage
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.services.telling import BEHIND_RECLOSER, Night, meters_at
from tests.handmade import insert, outage


def restored_feeder(night: Night) -> None:
    """The recloser opened, was confirmed and restored; the lateral at 6 (fuse 126) stayed dark."""
    night.say(BEHIND_RECLOSER)
    night.look(60)
    night.give(ConfirmOutage(outage_id=1))
    night.look(600)
    night.give(RestoreOutage(outage_id=1))
    night.look()


def test_meters_are_asked_when_an_outage_is_restored(night: Night) -> None:
    restored_feeder(night)
    about = rows(night.source, "SELECT meter_id FROM flux.meter_pings WHERE asked_by = 'prediction' AND outage_id = 1")
    assert set(meters_at(25, 45)) & {meter for (meter,) in about}
    assert set(meters_at(28, 48)) & {meter for (meter,) in about}


def test_a_restored_outage_without_meters_asks_nobody_and_holds_up_nothing(night: Night) -> None:
    night.say(BEHIND_RECLOSER)
    night.look(60)
    with night.source.connection() as connection:
        connection.execute("DELETE FROM flux.customers WHERE meter_id IN (SELECT meter_id FROM flux.meters "
                           "WHERE transformer_id IN (22, 42))")  # fmt: skip
        connection.execute("DELETE FROM flux.meters WHERE transformer_id IN (22, 42)")
        connection.execute("UPDATE flux.utilities SET loaded_at = loaded_at + interval '1 second'")
    over = outage(9, night.now - dt.timedelta(minutes=9), 5, 0, device_id=122, kind="unplanned", state="restored")
    insert(night.source, "outages", [over])
    night.say(meters_at(23, 43))
    night.look(60)
    assert ("predicted", 123) in {row[1:3] for row in night.outages()}
    assert rows(night.source, "SELECT count(*) FROM flux.meter_pings WHERE outage_id = 9") == [(0,)]


def test_an_outage_inside_another_is_found_before_that_is_closed(night: Night) -> None:
    """All meters but those of the lateral at 6 say that power is back, or answer; those of the lateral do neither."""
    restored_feeder(night)
    dark = set(meters_at(26, 46))
    night.later(20)
    night.say([meter for k, meter in enumerate(BEHIND_RECLOSER) if meter not in dark and k % 5], "power_up")
    asked = set(night.asked())
    night.say(asked - dark, "answered")
    night.say(sorted(asked & dark)[:2], "no_answer")
    assert night.look(30) == "", "power-ups may still be on their way"
    assert night.look(120) == "reported 1"
    (found,) = rows(night.source, "SELECT o.device_id, o.state, o.split_from, o.started_at = p.restored_at, reasons FROM "
                    "flux.outages AS o JOIN flux.outages AS p ON p.outage_id = 1 JOIN flux.outage_predictions AS w ON "
                    "w.outage_id = o.outage_id WHERE o.outage_id = 2")  # fmt: skip
    assert found[:4] == (126, "predicted", 1, True)
    (zone,) = rows(night.source, "SELECT time_zone FROM flux.utilities WHERE utility_id = 1")[0]
    (restored,) = rows(night.source, "SELECT restored_at FROM flux.outages WHERE outage_id = 1")[0]
    local = restored.astimezone(ZoneInfo(zone))
    assert found[4][0].startswith(f"Since outage 1 was restored at {local:%H:%M} {local:%Z}, ")
    assert f"{local:%Z}" in ("CST", "CDT"), "the town's own clock"
    assert "8 of 8 meters have not said that power is back" in found[4][0]
    assert found[4][1] == "2 of them did not answer a ping."
    assert night.look(70) == "", "it stands, and is reported once"
    night.say(dark, "power_up")
    assert night.look(70) == "cancelled 1"


def test_where_everybody_is_back_nothing_is_presumed_inside(night: Night) -> None:
    restored_feeder(night)
    night.later(20)
    night.say([meter for k, meter in enumerate(BEHIND_RECLOSER) if k % 5], "power_up")
    night.say(night.asked(), "answered")
    for _ in range(5):
        assert night.look(60) == ""
    assert night.outages("state") == [("restored",)]


def test_meters_that_never_say_that_power_is_back_tell_nothing_by_their_silence(night: Night) -> None:
    restored_feeder(night)
    for _ in range(5):
        night.look(60)
    assert night.outages("state") == [("restored",)]


def blip_then_lateral(night: Night) -> None:
    """The breaker recloses after 12 s, and no meter notices; within the half hour the lateral at 6 is out for 5 min."""
    night.say([250])  # meters of this utility can tell
    night.say([250], "power_up")
    blip = night.give(ReportOutage(utility_id=1, device_id=1))
    night.later(12)
    night.give(RestoreOutage(outage_id=blip, is_closing=True))
    night.look(60)
    lateral = night.give(ReportOutage(utility_id=1, device_id=126))
    night.look(300)
    night.give(RestoreOutage(outage_id=lateral))
    night.say(meters_at(26, 46), "power_up")


def test_nothing_is_presumed_inside_what_no_meter_noticed(night: Night) -> None:
    """Power-ups after another outage do not make the silence of the rest speak: they had nothing to say."""
    blip_then_lateral(night)
    for _ in range(5):
        night.look(60)
    assert night.outages("state, device_id") == [("closed", 1), ("restored", 126)]


def test_power_ups_of_a_later_outage_are_not_of_one_before(night: Night) -> None:
    """The recloser, of ten minutes, whose meters say nothing when it is over; then the lateral at 6 behind it."""
    restored_feeder(night)
    night.later(120)
    lateral = night.give(ReportOutage(utility_id=1, device_id=126))
    night.look(300)
    night.give(RestoreOutage(outage_id=lateral))
    night.say(meters_at(26, 46), "power_up")
    for _ in range(5):
        night.look(60)
    assert night.outages("state, device_id") == [("restored", 2), ("restored", 126)]


def test_a_blip_that_meters_noticed_is_looked_into(night: Night) -> None:
    """Last gasps at its beginning: whoever sent one says when power is back, however short it was."""
    blip = night.give(ReportOutage(utility_id=1, device_id=2))
    night.say(BEHIND_RECLOSER)
    night.later(30)
    night.give(RestoreOutage(outage_id=blip))
    night.look()
    dark = set(meters_at(26, 46))
    night.say([meter for meter in BEHIND_RECLOSER if meter not in dark], "power_up", night.now)
    assert night.look(180) == "reported 1"
    assert night.outages("state, device_id") == [("restored", 2), ("predicted", 126)]
