"""Accounts are found while one types, best first; names and addresses only by who may see them."""

from __future__ import annotations

from typing import Any

import pytest

from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.outages.calls.accounts import accounts_query, why_nothing
from data_sources.outages.life import ReportOutage
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.data_sources.towns import load_town
from tests.handmade import insert

MARIA, GUEST = Principal("maria", "operator"), Principal("guest", "viewer")
PEOPLE = [  # meter, account, name, address
    (220, "ACC-100", "Ana O'Dell", "12 Mill Road"),
    (221, "ACC-101", "O'Dell, Ana-Luz", "14 Mill Road"),
    (222, "ACC-200", "Odellia Hardware", "121 Öl-Mühle Street Unit 2"),
    (230, "ACC-102", "Bo Miller", "12 Miller Way"),
    (231, "ACC-300", None, None),
]


@pytest.fixture(scope="module")
def town(copy_of: Any, empty_template: str) -> Any:
    with copy_of(empty_template) as source:
        load_town(source, 2)
        with source.connection() as connection:
            connection.execute("DELETE FROM flux.customers")
        insert(source, "customers", [
            {"customer_id": place, "utility_id": 1, "meter_id": meter, "account_number": account, "is_active": True,
             "customer_class": "residential", "customer_name": name, "service_address": address,
             "critical_kind": "life_support" if place == 1 else None}
            for place, (meter, account, name, address) in enumerate(PEOPLE, start=1)
        ])  # fmt: skip
        yield source


def found(source: PostgresSource, typed: str, by: Principal = MARIA) -> list[dict[str, Any]]:
    query = accounts_query(1, typed, by)
    assert query
    return source.fetch(query).to_pylist()  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("typed", "accounts"),
    [
        ("acc-10", ["ACC-100", "ACC-101", "ACC-102"]), ("101", ["ACC-101"]), ("ACC-200", ["ACC-200"]),
        ("o'dell", ["ACC-100", "ACC-101", "ACC-200"]), ("odell", ["ACC-100", "ACC-101", "ACC-200"]),
        ("Dell", []), ("luz", ["ACC-101"]), ("ana odell", ["ACC-100", "ACC-101"]),
        ("mill", ["ACC-100", "ACC-101", "ACC-102"]), ("12 mill", ["ACC-100", "ACC-102"]),
        ("mill road 14", ["ACC-101"]), ("ÖL-MÜH", ["ACC-200"]), ("mühle", ["ACC-200"]), ("nobody", []),
        ("'; --", []), ("a\\b", []), ("&|!", []),
    ],
)  # fmt: skip
def test_found_by_words_of_name_and_address_and_by_number(
    town: PostgresSource, typed: str, accounts: list[str]
) -> None:
    assert [row["account_number"] for row in found(town, typed)] == accounts


def test_a_meter_is_found_with_its_account_and_without_one(town: PostgresSource) -> None:
    names = {row["meter_id"]: row for meter in (220, 223) for row in found(town, meter_name(town, meter))}
    assert (names[220]["account_number"], names[220]["critical_kind"]) == ("ACC-100", "life_support")
    assert (names[223]["account_number"], names[223]["is_active"]) == (None, False)


def meter_name(source: PostgresSource, meter_id: int) -> str:
    with source.connection() as connection:
        row = connection.execute("SELECT meter_name FROM flux.meters WHERE meter_id = %s", (meter_id,)).fetchone()
    assert row
    return str(row[0])


def test_a_viewer_neither_sees_nor_finds_people(town: PostgresSource) -> None:
    (row,) = found(town, "acc-100", GUEST)
    assert (row["account_number"], row["customer_name"], row["service_address"]) == ("ACC-100", None, None)
    assert found(town, "o'dell", GUEST) == found(town, "mill", GUEST) == []
    assert found(town, "acc-100")[0]["customer_name"] == "Ana O'Dell"


def test_who_is_out_already_is_said_with_the_outage(town: PostgresSource) -> None:
    outage = Commands(town).run(ReportOutage(utility_id=1, device_id=122), by=MARIA).target.id
    assert [row["outage_id"] for row in found(town, "acc-10")] == [outage, outage, None]


def test_one_letter_means_nothing_yet() -> None:
    assert accounts_query(1, " a ", MARIA) is None


def test_where_nobody_has_a_name_on_record_it_is_said(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    assert "no account here has a name or an address on record" in why_nothing(empty_source, 1)
    with empty_source.connection() as connection:
        connection.execute(b"UPDATE flux.customers SET customer_name = 'Bo Miller' WHERE customer_id = 220")
    assert why_nothing(empty_source, 1).startswith("No account, name, address or meter begins so.")


def test_what_somebody_meant_to_do_to_a_call_is_told_of_as_soon_as_it_was_refused() -> None:
    """A refusal changes no call: the audit's own topic tells of it, and nobody asks every other second."""
    asked = Query.of("call_audit", call_id=1).statement
    assert "audit" in asked.topics
    assert asked.max_age_s is None
