"""Names as people write them, by the forms of the utility's own names; what is not there is told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.assistant.built_in.name_forms import forms_of
from app.assistant.built_in.names.finding import NameFinder
from app.assistant.built_in.names.found import NamesFound
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.built_in.words import plain, tokens_of
from app.assistant.context import Asker, ToolContext
from data_sources.assets import AssetRef
from data_sources.commands.principal import Principal
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import ZONE, built_in_catalogue, turn

FINDER = NameFinder(Vocabulary(built_in_catalogue()))


def found(source: PostgresSource, text: str, context: ToolContext | None = None) -> NamesFound:
    return FINDER.find(context or turn(source), plain(text), tokens_of(plain(text)))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("load on tx 1-5", ["TX-0001-005"]), ("TX-1-5", ["TX-0001-005"]), ("transformer 1/5", ["TX-0001-005"]),
        ("tx-0001-005's load", ["TX-0001-005"]), ("fdr 2", ["F0002"]), ("feeder F0002", ["F0002"]), ("f2", ["F0002"]),
        ("feeder no. 2", ["F0002"]), ("sub 3", ["SUB-003"]), ("crew 3's truck", ["Crew-003"]), ("CREW-003", ["Crew-003"]),
        ("meter 0003001", ["MTR-0003001"]), ("mtr-0000250", ["MTR-0000250"]), ("pole 640", ["P-000640"]),
        ("BRK-0005-001", ["BRK-0005-001"]), ("fuse 3-2", ["FUS-0003-002"]), ("feeders 1 and 2", ["F0001", "F0002"]),
        ("F0003 vs F0004", ["F0003", "F0004"]), ("from sub 1 to sub 2", ["SUB-001", "SUB-002"]), ("outage 12", ["12"]),
        ("set the etr of all outages on feeder 6 to 18:30", ["F0006"]), ("cause of 12", ["12"]),
    ],
)  # fmt: skip
def test_a_name_is_found(demo: PostgresSource, text: str, names: list[str]) -> None:
    assert [one.name for one in found(demo, text).found] == names


@pytest.mark.parametrize(
    "text", ["SUB-999", "crew 777", "TX-9999-001", "customers on feeder zulu", "pole P-999999", "BRK-9999-001", "feeder 99",
             "crew 9", "where is crew 12", "who is on crew 9"]
)  # fmt: skip
def test_what_is_not_there_is_lost_and_names_like_it_are_offered(demo: PostgresSource, text: str) -> None:
    names = found(demo, text)
    assert names.found == []
    assert len(names.lost) == 1
    assert not names.lost[0].is_beginning
    assert names.lost[0].like


def test_the_beginning_of_many_is_told_apart(demo: PostgresSource) -> None:
    assert found(demo, "how is TX-0001").lost[0].is_beginning
    assert found(demo, "transformer 12").lost[0].is_beginning


@pytest.mark.parametrize(
    "text", ["peak of 3", "top 10", "above 80 %", "load of crew leader", "the feeder peak", "IEEE-1366", "24/7 load", "in 2024"]
)  # fmt: skip
def test_no_name(demo: PostgresSource, text: str) -> None:
    names = found(demo, text)
    assert (names.found, names.lost) == ([], [])


def test_what_is_picked_on_the_page(demo: PostgresSource) -> None:
    asker = Asker(Principal("maria", "operator"), 1, ZONE, selection=AssetRef("feeder", 1002))
    rows = turn(demo).live("assistant_named", utility_id=1, wanted="f0002").to_pylist()
    asker = Asker(Principal("maria", "operator"), 1, ZONE, selection=AssetRef("feeder", rows[0]["asset_id"]))
    context = replace(turn(demo), asker=asker)
    assert [one.name for one in found(demo, "load of this feeder", context).found] == ["F0002"]
    assert [one.name for one in found(demo, "peak here", context).found] == ["F0002"]
    assert found(demo, "load of this transformer", context).found == []
    assert found(demo, "load of this feeder").found == []


def test_forms_of_an_imported_network() -> None:
    """Nothing is made for the names of the demo."""
    names = [("segment", f"LINE.6{n}2633") for n in range(10, 60)] + [
        ("feeder", "Ålesund Nord"),
        ("feeder", "Ålesund Sør"),
    ]
    names += [("transformer", f"XFM{n}") for n in range(1, 400)]
    forms = forms_of(names)
    assert forms.of("feeder") == []
    (form,) = forms.of("transformer", 1)
    assert (form.letters, form.widths, form.filled(["7"])) == ("xfm", (0,), "xfm7")
    (line,) = forms.of("segment", 1)
    assert line.filled(["6102633"]) == "line.6102633"
