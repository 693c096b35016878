"""Accounts of the demo have made-up names, addresses along streets, and numbers kept for fiction."""

from __future__ import annotations

import re

import numpy as np

from data_sources.demo.utility.build import build_demo
from tests.data_sources.demo.conftest import Demo


def test_neighbours_share_a_street_and_its_numbers_run_along_it(demo: Demo) -> None:
    meter = demo("customers", "meter_id") - 1
    parts = [
        re.fullmatch(r"(\d+) ([A-Z][A-Za-z ]+?)(?: Unit \d+)?", one) for one in demo("customers", "service_address")
    ]
    number = np.array([int(part[1]) for part in parts if part])
    assert len(number) == len(parts)
    street = np.array([part[2] for part in parts if part])
    transformer = demo("meters", "transformer_id")[np.argsort(demo("meters", "meter_id"))][meter]
    same = transformer[1:] == transformer[:-1]
    assert (street[1:] == street[:-1])[same].all()
    gap = np.abs(number[1:] - number[:-1])[same]
    assert np.median(gap) < 10
    assert np.percentile(gap, 99) < 60


def test_an_address_is_one_meter(demo: Demo) -> None:
    active = demo("customers", "is_active")
    addresses = demo("customers", "service_address")[active]
    assert len(set(addresses)) == active.sum()


def test_no_telephone_number_is_anybodys(demo: Demo) -> None:
    assert all(re.fullmatch(r"\d{3}-555-01\d\d", one) for one in demo("customers", "phone"))


def test_a_hospital_is_called_one_and_a_home_has_a_person(demo: Demo) -> None:
    name, kind = demo("customers", "customer_name"), demo("customers", "critical_kind")
    assert all(one.endswith("Hospital") for one in name[kind == "hospital"])
    assert all(len(one.split()) == 2 for one in name[kind == "life_support"])


def test_the_same_seed_makes_the_same_people() -> None:
    one, other = (build_demo("small", seed=11)["customers"] for _ in range(2))
    assert one.equals(other)
