"""The shape of the repository: what may stand at the top, and where SQL and colours live."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from data_sources.statements import built_in_statements, statement

ROOT = Path(__file__).parent.parent
ROOMS = ("app", "layers", "data_sources")
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
        if not re.search(rf"[\"']{path.stem.removesuffix('_count')}[\"']", code)  # a paged statement's count
        and not any(path.stem.startswith(f) for f in families)
    ]
    assert not unused


def test_no_colour_outside_theme_and_palette() -> None:
    for path in [*tracked("app/tabs/*.py"), Path("app/page/shell.py")]:
        assert not re.search(r"#[0-9A-Fa-f]{6}\b", (ROOT / path).read_text()), path


def modules() -> dict[str, ast.Module]:
    """Every module of the product by its dotted name."""
    paths = [path for room in ROOMS for path in tracked(f"{room}/*.py")]
    return {
        ".".join(path.with_suffix("").parts).removesuffix(".__init__"): ast.parse((ROOT / path).read_text())
        for path in paths
        if (ROOT / path).exists()
    }


def imported(tree: ast.Module, known: Collection[str] = ()) -> set[str]:
    """What a module imports, wherever it does so: under TYPE_CHECKING and inside functions too.

    A name out of a package is the module of that name where it is `known`, else the package.
    """
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            below = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in known else node.module for name in below}
    return found


def test_no_two_modules_need_each_other() -> None:
    trees = modules()
    needs = {name: (imported(tree, trees) & trees.keys()) - {name} for name, tree in trees.items()}
    while free := [name for name, below in needs.items() if not below & needs.keys()]:
        for name in free:
            del needs[name]
    # What is left lies on a circle or above one: peel from the other side too, so that only circles are named.
    while unused := [name for name in needs if not any(name in below for below in needs.values())]:
        for name in unused:
            del needs[name]
    assert not needs, {name: below & needs.keys() for name, below in needs.items()}


def test_a_class_name_means_one_thing() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for name, tree in modules().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(name)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_analytics_need_arrays_and_nothing_else() -> None:
    allowed = {"numpy", "scipy", "numba", "pyarrow"} | sys.stdlib_module_names
    for name, tree in modules().items():
        if name.startswith("data_sources.analytics"):
            others = {module for module in imported(tree) if not module.startswith("data_sources.analytics")}
            assert {module.split(".")[0] for module in others} <= allowed, name


def test_a_folder_is_one_role_told_in_a_sentence() -> None:
    count: dict[Path, int] = defaultdict(int)
    for room in ROOMS:
        for path in tracked(f"{room}/*.py"):
            if (ROOT / path).exists():
                count[path.parent] += 1
    for folder, number in count.items():
        assert number <= 27, f"{folder} holds {number} modules"
        told = ast.get_docstring(ast.parse((ROOT / folder / "__init__.py").read_text()))
        assert told, f"{folder}/__init__.py does not say what the folder is for"


def test_every_tab_is_in_the_contract_of_independence() -> None:
    tabs = {path.parts[2] for path in tracked("app/tabs/*.py") if len(path.parts) > 3}
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (held,) = (contract["modules"] for contract in contracts if contract["type"] == "independence")
    assert set(held) == {f"app.tabs.{tab}" for tab in tabs}
