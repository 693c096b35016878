"""Numbers of options are read as strictly as those of files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, get_args, get_type_hints

import pytest
import typer
from typer.testing import CliRunner

from app.cli.main import app
from app.cli.numbers import NUMBER, WHOLE


def callbacks(group: typer.Typer) -> Iterator[Callable[..., Any]]:
    yield from (command.callback for command in group.registered_commands if command.callback)
    for one in group.registered_groups:
        assert one.typer_instance is not None
        yield from callbacks(one.typer_instance)


def test_no_option_takes_what_only_python_calls_a_number() -> None:
    loose, strict = [], []
    for callback in callbacks(app):
        for name, hint in get_type_hints(callback, include_extras=True).items():
            kinds = set(get_args(get_args(hint)[0])) | {get_args(hint)[0]} if get_args(hint) else {hint}
            if kinds & {int, float}:
                infos = [one for one in get_args(hint) if hasattr(one, "parser")]
                strict.append(name)
                loose += [f"{callback.__name__} {name}" for one in infos if one.parser is None] if infos else [name]
    assert {"port", "seconds", "interval", "lon"} <= set(strict)
    assert loose == []


@pytest.mark.parametrize("text", ["1_5", "１５", "nan", "inf", "0x10", "", "1,5", "1.5.2"])
@pytest.mark.parametrize("kind", [WHOLE, NUMBER])
def test_what_is_no_number_is_refused_with_a_sentence(kind: dict[str, Any], text: str) -> None:
    with pytest.raises(typer.BadParameter, match="is not a"):
        kind["parser"](text)


def test_numbers_are_read() -> None:
    assert (WHOLE["parser"]("15"), NUMBER["parser"]("-0.5")) == (15, -0.5)


def test_a_person_is_told_which_option_it_is() -> None:
    done = CliRunner().invoke(app, ["load-ami", "readings.csv", "--interval", "1_5"])
    assert done.exit_code == 2
    assert "--interval" in done.output
    assert "'1_5' is not a whole number." in done.output
