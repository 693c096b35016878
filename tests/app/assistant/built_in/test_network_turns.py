"""Everyday words ask what the words of the trade ask; where they mean something else, they stay."""

from __future__ import annotations

import pytest

from app.assistant.built_in.as_typed.network_turns import in_trade_words, without_mock_orders

SAID = {
    "which sub does feeder 3 get its power from": "which sub does feeder 3 fed from",
    "how many customers depend on feeder 1": "how many customers fed from feeder 1",
    "how many customers rely on life support equipment": "how many customers on life support",
    "how far does feeder 8 stretch": "how long is feeder 8",
    "how much room is left on feeder 5": "how much headroom on feeder 5",
    "which transformers are carrying more than they should": "which transformers overloaded",
    "how many transformers are no farther than 500 meters from substation 2": "how many transformers within 500 meters of substation 2",
    "how many years has pole 300 been standing": "how old is pole 300",
    "poles that are made of steel": "steel poles",
    "what are the odds of TX-0002-100 dying": "what are the odds of TX-0002-100 fail",
    "how many amps can feeder 6 take at most": "rated current of feeder 6",
    "between feeder 5 and feeder 6, where do we have more customers?": "compare customers of feeder 5 and feeder 6",
}
STAYS = (
    "number of line crews", "which crew is in the control room", "work orders assigned to crew 5", "crews on life support calls",
    "outages that started yesterday", "how many customers are out", "what is the load of feeder 3", "feeder 3 went out",
)  # fmt: skip
NO_ORDERS = {
    "put the substations in order of how many customers they have": "rank the substations by how many customers they have",
    "bring up transformer 1-5 on the map": "show transformer 1-5 on the map",
    "put feeder 1 next to feeder 8": "compare feeder 1 and feeder 8: ",
    "put crew 5 on outage 12": "put crew 5 on outage 12",
    "open REC-0002-001": "open REC-0002-001",
}


@pytest.mark.parametrize(("said", "trade"), SAID.items())
def test_everyday_words_are_said_as_the_trade_says_them(said: str, trade: str) -> None:
    assert " ".join(in_trade_words(said).split()) == trade


@pytest.mark.parametrize("said", STAYS)
def test_words_of_another_meaning_stay(said: str) -> None:
    assert in_trade_words(said) == said


@pytest.mark.parametrize(("said", "plain"), NO_ORDERS.items())
def test_an_order_of_rows_changes_nothing(said: str, plain: str) -> None:
    assert without_mock_orders(said) == plain
