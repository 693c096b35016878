"""The rows of each list, checked against themselves and the network, as the database takes them."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd

from data_sources.importers.assets import cells, days
from data_sources.importers.assets.cells import Rows
from data_sources.importers.assets.known import KnownAssets
from data_sources.importers.readings.arrays import Floats, Ints
from data_sources.importers.readings.stamps import DAY_US, NOT_A_TIME
from data_sources.network.rows import Texts

_WORDS: Final = {
    "good": "good ok okay pass passed satisfactory sound acceptable accepted excellent very_good new no_defects "
    "no_action",
    "fair": "fair moderate average minor minor_defects monitor",
    "poor": "poor bad worn deteriorated repair needs_repair restorable restore major major_defects",
    "replace": "replace replacement reject rejected fail failed condemned critical dangerous danger end_of_life "
    "very_poor non-restorable non_restorable",
}
RESULTS: Final = {word.replace("_", " "): grade for grade, words in _WORDS.items() for word in words.split()}
POOR_FROM, FAIR_FROM, GOOD_FROM = 30.0, 55.0, 75.0  # the least score of each where no word is given: own choice
LEAST_STRENGTH_PCT: Final = 66.7  # NESC C2-2023, rule 261: a pole below two thirds of what is required is replaced
COOLING: Final = {
    **{name.lower(): name for name in ("ONAN", "ONAF", "OFAF", "ODAF", "KNAN", "KNAF", "AN", "AF")},
    "oa": "ONAN", "fa": "ONAF", "foa": "OFAF", "aa": "AN",  # IEEE C57.12.00-1993, names of old
}  # fmt: skip
_PAPER_WORDS: Final = {
    "1": "yes y true 1 t upgraded thermally_upgraded upgraded_paper 65 65_k 65c",
    "0": "no n false 0 f kraft normal_kraft plain_kraft 55 55_k 55c",
}
PAPER: Final = {word.replace("_", " "): is_it for is_it, words in _PAPER_WORDS.items() for word in words.split()}
SAME_KVA: Final = 0.02  # 37.5 may be written 37 or 38
# Metres that each may be at most; growth is a year's.
FARTHEST_M: Final = {
    "distance_m": 1_000.0, "canopy_radius_m": 100.0, "tree_height_m": 150.0, "growth_m_per_year": 10.0,
}  # fmt: skip


def asset_rows(rows: Rows, known: KnownAssets, now: dt.datetime) -> pd.DataFrame:
    """Rows of a list of assets: asset_kind, asset_id, installed_year and what is on the nameplate.

    Args:
        rows: of the file.
        known: transformers and poles.
        now: by the utility's clock.
    """
    place = known.meant(rows, "asset")
    installed, manufactured = (days.years(rows, role, now) for role in ("installed_year", "manufactured_year"))
    both = (installed > 0) & (manufactured > 0)
    rows.refuse(both & (manufactured > installed), "it was installed before it was manufactured")
    cooling = cells.words(rows, "cooling", COOLING, "ONAN, ONAF, OFAF, ODAF, KNAN, KNAF, AN, AF")
    paper = cells.words(rows, "upgraded_paper", PAPER, "yes and no")
    _refuse_other_kva(rows, known, place)
    is_pole = known.kind[place] == "pole"
    rows.refuse((place >= 0) & is_pole & ((cooling != "") | (paper != "")), "a pole has no cooling and no paper")
    _refuse_younger_failure(rows, known, place, installed)
    _refuse_repeated(rows, place)
    return _taken(rows, known, place, {
        "installed_year": installed, "manufacturer": cells.said(rows, "manufacturer"),
        "model": cells.said(rows, "model"), "serial_number": cells.said(rows, "serial_number"),
        "manufactured_year": manufactured, "cooling": cooling,
        "is_upgraded_paper": [{"1": True, "0": False}.get(text) for text in paper.tolist()],
    })  # fmt: skip


def inspection_rows(rows: Rows, known: KnownAssets, now: dt.datetime) -> pd.DataFrame:
    """Rows of a list of inspections, one an asset and day; arguments as of `asset_rows`."""
    place = known.meant(rows, "asset")
    day = days.days(rows, "inspected_on", now, is_needed=True)
    score, strength = cells.percent(rows, "score"), cells.percent(rows, "strength_pct")
    rows.refuse(
        (place >= 0) & (known.kind[place] != "pole") & ~np.isnan(strength), "only a pole has a remaining strength"
    )
    word = _words_said(rows, score, strength)
    year = days.years_of(day)
    installed = known.column("installed_year")[place]
    is_before = (place >= 0) & (day != NOT_A_TIME) & (installed > year) & (day > known.column("failed_on")[place])
    rows.refuse(is_before, "it is older than what stands there now, and no failure is on record since")
    _refuse_repeated(rows, place, day, of="of that day")
    return _taken(rows, known, place, {
        "inspected_on": _dates(day), "word": word, "condition_score": score, "remaining_strength_pct": strength,
        "note": cells.said(rows, "note"),
    })  # fmt: skip


def failure_rows(rows: Rows, known: KnownAssets, now: dt.datetime) -> pd.DataFrame:
    """Rows of a list of failures, one an asset and moment, or day; arguments as of `asset_rows`."""
    place = known.meant(rows, "asset")
    at, shown = days.moments(rows, "failed_at", now)
    day = np.where(at == NOT_A_TIME, NOT_A_TIME, shown // DAY_US)
    installed, year = days.years(rows, "installed_year", now), days.years_of(day)
    rows.refuse((at != NOT_A_TIME) & (installed > year), "it failed before it was installed")
    present = known.column("installed_year")[place]
    rows.refuse(
        (place >= 0) & (at != NOT_A_TIME) & (present > 0) & (present < year),
        "what stands there now is older than the failure: load its list of assets first",
    )
    kva = cells.measured(rows, "kva", 1e6)
    material = cells.said(rows, "material")
    if (material == "").any() and (known.kind[place] == "pole").any():
        rows.note("Where no material is given, a pole is taken to have been of what stands there now.")
    _refuse_repeated(rows, place, at, of="of that moment")
    _refuse_timed_elsewhere(rows, place, day, shown)
    return _taken(rows, known, place, {
        "installed_year": installed, "failed_at": _instants(at), "mode": cells.said(rows, "mode"), "rated_kva": kva,
        "is_underground": known.column("is_underground")[place], "material": material,
    })  # fmt: skip


def vegetation_rows(rows: Rows, known: KnownAssets, now: dt.datetime) -> pd.DataFrame:
    """Rows of a survey of vegetation, one a segment.

    Args:
        rows: of the file.
        known: segments.
        now: by the utility's clock.
    """
    place = known.meant(rows, "segment")
    day = days.days(rows, "surveyed_on", now, is_needed=True)
    found = cells.lengths(rows, FARTHEST_M)
    rows.refuse(np.isnan(found["distance_m"]), f"it has no {rows.name('distance_m')!r}")
    rows.refuse((place >= 0) & known.column("is_underground")[place], "the section runs underground")
    rows.refuse((place >= 0) & (day < known.column("surveyed_on")[place]), "a later survey of the section is on record")
    _refuse_repeated(rows, place)
    return _taken(rows, known, place, {
        **found, "surveyed_on": _dates(day),
    }).rename(columns={"asset_id": "segment_id"})  # fmt: skip


def _taken(rows: Rows, known: KnownAssets, place: Ints, told: dict[str, object]) -> pd.DataFrame:
    """The rows that were not refused."""
    frame = pd.DataFrame({"asset_kind": known.kind[place], "asset_id": known.ids[place], **told})
    return frame[~rows.bad].reset_index(drop=True)


def _words_said(rows: Rows, score: Floats, strength: Floats) -> Texts:
    """The word of each inspection; '' where it follows from score or strength, which is told."""
    word = cells.words(rows, "result", RESULTS, "good, fair, poor, replace")
    is_graded = ~np.isnan(score) | ~np.isnan(strength)
    if ((word == "") & is_graded).any():
        rows.note(
            f"Where no word is given, {GOOD_FROM:g} and more is good, {FAIR_FROM:g} fair, {POOR_FROM:g} poor; a pole "
            f"below {LEAST_STRENGTH_PCT} % of its strength is to be replaced."
        )
    rows.refuse((word == "") & ~is_graded, "it says nothing of what was found")
    is_worst = (score < POOR_FROM) | (strength < LEAST_STRENGTH_PCT)
    rows.refuse((word == "good") & is_worst, "it is called good, and by its numbers it is to be replaced")
    return word


def _refuse_other_kva(rows: Rows, known: KnownAssets, place: Ints) -> None:
    kva = cells.measured(rows, "kva", 1e6)
    theirs = known.column("rated_kva")[place].astype(np.float64)
    is_known = (place >= 0) & ~np.isnan(kva)
    rows.refuse(is_known & (known.kind[place] == "pole"), "a pole has no kVA")
    differs = is_known & (np.abs(kva - theirs) > SAME_KVA * theirs)
    for row in np.flatnonzero(differs & ~rows.bad).tolist():
        only = np.zeros(len(differs), np.bool_)
        only[row] = True
        rows.refuse(only, f"its kVA is {kva[row]:g}, and the network has {theirs[row]:g}")


def _refuse_younger_failure(rows: Rows, known: KnownAssets, place: Ints, installed: Ints) -> None:
    """What stands there now was put up when the last one failed, or later."""
    failed = days.years_of(known.column("failed_on")[place].astype(np.int64))
    rows.refuse(
        (place >= 0) & (installed > 0) & (installed < failed), "what stood there failed later than it was installed"
    )


def _refuse_repeated(rows: Rows, place: Ints, *also: Ints, of: str = "of the same") -> None:
    """The second and every further row of one thing."""
    frame = pd.DataFrame({"place": np.where(rows.bad | (place < 0), -1 - np.arange(len(place)), place)})
    for number, column in enumerate(also):
        frame[str(number)] = column
    rows.refuse(np.asarray(frame.duplicated(), np.bool_), f"another row {of} stands before it")


def _refuse_timed_elsewhere(rows: Rows, place: Ints, day: Ints, shown: Ints) -> None:
    """A failure told by its day, where another row tells the time of that day."""
    is_day = shown % DAY_US == 0
    frame = pd.DataFrame({"place": place, "day": day, "is_timed": ~is_day & ~rows.bad})
    has_time = frame.groupby(["place", "day"])["is_timed"].transform("any").to_numpy()
    rows.refuse(is_day & has_time, "another row tells the time of that day")


def _dates(day: Ints) -> list[str]:
    return list(map(str, np.where(day == NOT_A_TIME, 0, day).astype("datetime64[D]")))


def _instants(at: Ints) -> list[str]:
    whole = np.where(at == NOT_A_TIME, 0, at).astype("datetime64[us]").astype(str)
    return [f"{text}Z" for text in whole.tolist()]
