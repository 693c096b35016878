"""The README is true: every setting, command, route and tab is in it, and its examples are tested ones."""

from __future__ import annotations

import re
from pathlib import Path

import typer

from app.api import ROUTES
from app.cli.main import app as cli
from app.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
EXAMPLE = ROOT / "tests" / "app" / "example_tab"
TOOLS = ROOT / "tests" / "app" / "own_tools"


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


def test_the_example_of_a_tool_is_the_tested_one() -> None:
    """What it answers is tested in tests/app/assistant/built_in/test_own_tools.py."""
    for name in ("batteries.py", "batteries.sql"):
        assert (TOOLS / name).read_text().strip() in README
    code = (TOOLS / "batteries.py").read_text().splitlines()
    assert len([line for line in code if line.strip()]) < 40  # a tab, two tools and a kind of names


def test_pictures_exist() -> None:
    for picture in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README):
        assert (ROOT / picture).is_file(), picture
