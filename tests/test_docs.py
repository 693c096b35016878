"""The README is true: every setting, command, route and tab is in it, and its examples are tested ones."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import typer
from pydantic import BaseModel, Field

from app.api import ROUTES
from app.assistant.answering import result_of
from app.assistant.tools import Tool
from app.cli.main import app as cli
from app.settings import Settings
from app.tab import Tab
from app.tabs.catalogue import catalogue_of
from app.tabs.found import TabEntry
from app.widgets.column import Column
from data_sources.postgres.source import PostgresSource
from data_sources.statements import register_folder
from tests.app.assistant.asking import turn

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
EXAMPLE = ROOT / "tests" / "app" / "example_tab"


def commands() -> list[str]:
    group = typer.main.get_command(cli)
    names = []
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        names += [f"{name} {sub}" for sub in below] if below else [name]
    return names


def test_every_setting_is_in_the_table() -> None:
    rows = re.findall(r"^\| `(FLUXOPS_\w+)` \|", README, re.MULTILINE)
    assert rows == [f"FLUXOPS_{name.upper()}" for name in Settings.model_fields]


def test_every_command_is_in_the_table() -> None:
    assert sorted(re.findall(r"^\| `fluxops ([a-z -]+)` \|", README, re.MULTILINE)) == sorted(commands())


def test_every_route_is_in_the_table() -> None:
    served = {pattern for pattern, *_ in ROUTES if pattern.startswith(("/api", "/docs"))}
    documented = set(re.findall(r"^\| `(?:GET |POST )?(/\S+)` \|", README, re.MULTILINE))
    assert {path.rstrip("/") for path in served if re.fullmatch(r"[\w/.-]+", path)} == {
        path for path in documented if "{" not in path
    }


def test_the_two_commands_are_what_ci_runs() -> None:
    command = (ROOT / ".ci" / "run").read_text().splitlines()[-1].replace("pip install -q", "pip install")
    assert command in README


def test_the_example_is_the_tested_one() -> None:
    for name in ("transformer_ages.py", "transformer_ages.sql"):
        assert (EXAMPLE / name).read_text().strip() in README
    code = (EXAMPLE / "transformer_ages.py").read_text().splitlines()
    assert len(code) < 45  # a tab and a layer


def test_the_example_of_a_tool_is_one_that_answers(demo: PostgresSource) -> None:
    (code,) = re.findall(r"```python\n(class OldestAsked.+?)```", README, re.DOTALL)
    assert len([line for line in code.splitlines() if line.strip()]) <= 14
    names: dict[str, Any] = {
        "BaseModel": BaseModel,
        "Field": Field,
        "Column": Column,
        "Tool": Tool,
        "result_of": result_of,
    }
    exec(code, names)
    tab = type("TransformerAges", (Tab,), {"tools": (names["OLDEST"],)})
    register_folder(EXAMPLE)
    tool = catalogue_of([TabEntry("Ages", "ages", lambda: tab)]).get("oldest_transformers")
    ages = tool.call(turn(demo), {"n": 3, "above": 10}).table["age_years"].to_pylist()
    assert len(ages) == 3
    assert ages == sorted(ages, reverse=True)


def test_pictures_exist() -> None:
    for picture in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README):
        assert (ROOT / picture).is_file(), picture
