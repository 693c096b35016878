"""What the demo knows of its assets fits together: failures, outages, what stands there now, inspections, plates, trees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from data_sources.checks.integrity import check_utility
from data_sources.postgres.source import PostgresSource
from tests.data_sources.demo.conftest import AS_OF, Demo

RESULTS = ["replace", "poor", "fair", "good"]


def frame(demo: Demo, table: str) -> pd.DataFrame:
    return demo.tables[table].to_pandas()


def failures(demo: Demo, kind: str) -> pd.DataFrame:
    found = frame(demo, "asset_failures")
    return found[found["asset_kind"] == kind]


def assets(demo: Demo, kind: str) -> pd.DataFrame:
    return frame(demo, f"{kind}s").set_index(f"{kind}_id")


@pytest.mark.parametrize("kind", ["transformer", "pole"])
def test_what_stands_there_was_put_up_when_the_last_one_failed(demo: Demo, kind: str) -> None:
    failed = failures(demo, kind).sort_values("failed_at").groupby("asset_id").last()
    failed_year = (failed["failed_at"] - pd.Timedelta(hours=6)).dt.year
    present = assets(demo, kind).loc[failed.index]
    assert len(failed) >= 10
    assert (present["installed_year"] == failed_year).all()
    assert (failed["installed_year"] <= failed_year).all()
    same = {"transformer": ("rated_kva", "is_underground"), "pole": ("material",)}[kind]
    for column in same:
        assert (present[column] == failed[column]).all(), column


@pytest.mark.parametrize("kind", ["transformer", "pole"])
def test_survivors_are_no_older_than_the_year_of_the_record_lets_them(demo: Demo, kind: str) -> None:
    """In a class that has been replaced for decades hardly anything is as old as the oldest that failed."""
    years = assets(demo, kind)["installed_year"]
    assert years.max() <= AS_OF.year
    share = len(failures(demo, kind)) / len(years) / 12.9
    assert 0.0005 < share < 0.01, "published failure rates of distribution assets are some tenths of a percent a year"


def test_a_transformer_that_failed_is_an_outage(demo: Demo) -> None:
    found, outages = failures(demo, "transformer"), frame(demo, "outages").set_index("outage_id")
    recent = found[found["failed_at"] >= pd.Timestamp("2025-01-01T06:00", tz="UTC")]
    linked = recent[recent["outage_id"].notna()]
    assert len(linked) >= 0.9 * len(recent) > 5
    assert found["outage_id"].notna().sum() == len(linked)
    theirs = outages.loc[linked["outage_id"]]
    assert (theirs["transformer_id"].to_numpy() == linked["asset_id"].to_numpy()).all()
    assert (theirs["started_at"].to_numpy() == linked["failed_at"].to_numpy()).all()
    assert (theirs["cause"] == "equipment").all()
    assert linked["outage_id"].is_unique


def test_a_pole_that_broke_did_so_in_an_outage_of_the_device_above_it(demo: Demo) -> None:
    broken = failures(demo, "pole").dropna(subset="outage_id")
    assert (broken["mode"] == "broken").all()
    assert (failures(demo, "pole").query("outage_id.isna()")["mode"] == "decay").all()
    assert broken["outage_id"].is_unique
    if demo.scale == "full":
        assert len(broken) > 100
    theirs = frame(demo, "outages").set_index("outage_id").loc[broken["outage_id"]]
    assert (theirs["started_at"].to_numpy() == broken["failed_at"].to_numpy()).all()
    assert theirs["cause"].isin(["equipment", "vegetation", "vehicle", "weather"]).all()
    device = frame(demo, "devices").set_index("device_id").loc[theirs["device_id"]]
    above = device_on_the_way(demo)
    pole = assets(demo, "pole").loc[broken["asset_id"]]
    assert [above(node) for node in pole["node_id"]] == device.index.to_list()


def device_on_the_way(demo: Demo) -> Callable[[int], int]:
    """The first device from a node towards the substation, walked segment by segment."""
    devices = frame(demo, "devices")
    devices = devices[devices["kind"] != "tie"]
    segments = frame(demo, "segments").set_index("segment_id")
    ties = frame(demo, "devices").query("kind == 'tie'")["segment_id"]
    up = segments.drop(ties).reset_index().set_index("to_node_id")[["from_node_id", "segment_id"]].to_dict("index")
    on = dict(zip(devices["segment_id"], devices["device_id"], strict=True))

    def above(node: int) -> int:
        while (step := up[node])["segment_id"] not in on:
            node = step["from_node_id"]
        return int(on[step["segment_id"]])

    return above


def test_inspections_saw_what_stood_there(demo: Demo) -> None:
    seen, failed = frame(demo, "inspections"), frame(demo, "asset_failures")
    assert not seen.duplicated(["asset_kind", "asset_id", "inspected_on"]).any()
    assert seen["inspected_on"].min() >= dt.date(2014, 1, 1)
    assert seen["inspected_on"].max() <= AS_OF
    year = pd.to_datetime(seen["inspected_on"]).dt.year
    stood = pd.concat(
        [assets(demo, kind)["installed_year"] for kind in ("transformer", "pole")], keys=["transformer", "pole"]
    )
    since = stood.loc[pd.MultiIndex.from_frame(seen[["asset_kind", "asset_id"]])].to_numpy()
    before = seen[year < since]
    known = before.merge(failed, on=["asset_kind", "asset_id"])
    is_covered = pd.to_datetime(known["inspected_on"]).dt.tz_localize("UTC") <= known["failed_at"]
    covered = known[is_covered].drop_duplicates(["asset_kind", "asset_id", "inspected_on"])
    assert len(covered) == len(before) > 0, "an inspection older than what stands there is of a unit that failed"


def test_results_follow_from_what_was_measured(demo: Demo) -> None:
    seen = frame(demo, "inspections")
    wood = assets(demo, "pole")["material"] == "wood"
    is_wood = (seen["asset_kind"] == "pole") & seen["asset_id"].map(wood).fillna(False).astype(bool)
    assert (seen["remaining_strength_pct"].notna() == is_wood).all()
    grade = np.array(RESULTS)[np.digitize(seen["condition_score"], [30, 55, 75])]
    rotten = seen["remaining_strength_pct"] < 66.7
    assert (seen["result"] == np.where(rotten, "replace", grade)).all()
    assert set(seen["result"]) == set(RESULTS)


def test_inspections_tell_of_failures_to_come(full: Demo) -> None:
    """Of transformers inspected in the same years, those that failed since had looked worse, at the same age."""
    seen, failed = frame(full, "inspections"), failures(full, "transformer")
    seen = seen[
        (seen["asset_kind"] == "transformer") & (pd.to_datetime(seen["inspected_on"]).dt.year.between(2015, 2019))
    ]
    joined = seen.merge(failed[["asset_id", "failed_at", "installed_year"]], on="asset_id")
    later = joined[joined["failed_at"] > pd.to_datetime(joined["inspected_on"]).dt.tz_localize("UTC")]
    age = pd.to_datetime(later["inspected_on"]).dt.year - later["installed_year"]
    stood = seen.merge(assets(full, "transformer")["installed_year"], left_on="asset_id", right_index=True)
    other_age = pd.to_datetime(stood["inspected_on"]).dt.year - stood["installed_year"]
    for least in (20, 30, 40):
        worse = later["condition_score"][age.between(least, least + 9)]
        usual = stood["condition_score"][other_age.between(least, least + 9)]
        assert worse.mean() < usual.mean() - 5, least


def test_plates_are_of_what_stands_there(demo: Demo) -> None:
    plates, units = frame(demo, "asset_nameplates"), assets(demo, "transformer")
    assert plates["asset_id"].is_unique
    installed = units.loc[plates["asset_id"], "installed_year"].to_numpy()
    assert ((installed - plates["manufactured_year"]).isin([0, 1])).all()
    assert 0.7 < len(plates) / len(units) < 0.95, "of some nobody wrote it down"
    assert 0.1 < plates["is_upgraded_paper"].isna().mean() < 0.3


def test_trees_grow_beside_overhead_lines(demo: Demo) -> None:
    trees = frame(demo, "vegetation").set_index("segment_id")
    segments = frame(demo, "segments").set_index("segment_id")
    assert not segments.loc[trees.index, "is_underground"].any()
    assert 0.3 < len(trees) / (~segments["is_underground"]).sum() < 0.9
    room = trees["distance_m"] - trees["canopy_radius_m"]
    assert (trees["canopy_radius_m"] < trees["tree_height_m"]).all()
    assert 0.04 < (room < 2.4).mean() < 0.16, "one in nine or so is closer than required"
    assert (room < 0.0).mean() < 0.01, "but for a few"
    assert (trees["surveyed_on"] > dt.date(AS_OF.year - 1, AS_OF.month, 1)).all()


def test_health_begins_as_the_condition_that_was_inspected_last(demo: Demo) -> None:
    """Of what stands there now, until health is assessed; what nobody has inspected since it was put up is as new."""
    failed = frame(demo, "asset_failures").groupby(["asset_kind", "asset_id"])["failed_at"].max().dt.tz_localize(None)
    for kind in ("transformer", "pole"):
        seen = frame(demo, "inspections").query("asset_kind == @kind").sort_values("inspected_on").set_index("asset_id")
        since = pd.to_datetime(seen["inspected_on"]) > seen.index.map(failed[kind]).fillna(pd.Timestamp(0))
        latest = seen[since.to_numpy()].groupby("asset_id")["condition_score"].last()
        health = assets(demo, kind)["health_score"]
        assert len(latest) > 0.8 * len(health)
        assert (health[latest.index] == latest).all()
        assert (health.drop(latest.index) == 98).all()


def test_the_demo_holds_together(demo_source: PostgresSource) -> None:
    wrong = [one for one in check_utility(demo_source, 1) if one.severity == "error" and one.count]
    assert [(one.check, one.sentence, one.examples) for one in wrong] == []
