"""The shape of the repository: what may stand at the top, and where SQL and colours live."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from data_sources.statements import built_in_statements, statement

ROOT = Path(__file__).parent.parent
TOP = {"README.md", "pyproject.toml", "app", "layers", "data_sources", "assets", "deploy", "tests"}


def tracked(pattern: str = "") -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", *([pattern] if pattern else [])], cwd=ROOT, capture_output=True, text=True
    )
    return [Path(line) for line in listed.stdout.splitlines()]


def test_nothing_else_stands_at_the_top() -> None:
    found = {path.parts[0] for path in tracked() if not path.parts[0].startswith(".")}
    assert found <= TOP


def test_every_statement_parses_and_says_what_a_row_is() -> None:
    for path in built_in_statements():
        assert path.read_text().startswith("-- "), path
        assert statement(path.stem).name == path.stem


def test_every_statement_is_used() -> None:
    code = "\n".join((ROOT / path).read_text() for path in tracked("*.py"))
    families = set(re.findall(r"""f["'](\w+_)\{""", code))  # f"details_{kind}"
    unused = [
        path.stem
        for path in built_in_statements()
        if not re.search(rf"[\"']{path.stem}[\"']", code) and not any(path.stem.startswith(f) for f in families)
    ]
    assert not unused


def test_no_colour_outside_theme_and_palette() -> None:
    for path in [*tracked("app/tabs/*.py"), Path("app/page/shell.py")]:
        assert not re.search(r"#[0-9A-Fa-f]{6}\b", (ROOT / path).read_text()), path
