"""Which tabs there are: the built-in ones, those of installed packages, and those in the folder of a data scientist.

All three use the same `Tab` class. A tab that cannot be loaded still has its place; the page shows why.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from itertools import chain, count
from pathlib import Path
from types import ModuleType

import panel as pn

from app.tab import Tab
from data_sources.statements import check_names, register_folder

GROUP = "fluxops.tabs"
FOLDER_PACKAGE = "fluxops_tabs_folder"


@dataclass(frozen=True, slots=True)
class TabEntry:
    """One tab of the tab bar, before it is loaded.

    Attributes:
        title: shown in the tab bar.
        slug: its name in the address.
        load: imports the class; may raise anything, the page shows it.
    """

    title: str
    slug: str
    load: Callable[[], type[Tab]]


def slug(title: str) -> str:
    """`AMI Analytics` → `ami-analytics`."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def built_in(title: str, target: str) -> TabEntry:
    """A tab of this package.

    Args:
        title: as in the tab bar.
        target: "module:class", imported when the tab is first shown.
    """
    return TabEntry(title, slug(title), lambda: _import(target))


@lru_cache(maxsize=1)
def installed() -> tuple[TabEntry, ...]:
    """Tabs of installed packages: entry points of the group `fluxops.tabs`, by name. Looked up once a process."""
    return tuple(of_entry_point(point) for point in sorted(entry_points(group=GROUP), key=lambda point: point.name))


def in_folder(folder: Path | None) -> list[TabEntry]:
    """Tabs dropped into a folder: one entry a .py file, by name; the .sql files beside them can be queried at once."""
    if folder is None or not folder.is_dir():
        return []
    register_folder(folder)
    for path in [*folder.glob("*.py"), *folder.glob("*.sql")]:
        pn.io.reload.watch(str(path))  # under `fluxops serve --dev` saving either reloads the page
    return [_of_file(path) for path in sorted(folder.glob("*.py")) if not path.name.startswith("_")]


def with_slugs_of_their_own(entries: Iterable[TabEntry]) -> list[TabEntry]:
    """The entries in their order; where a slug is taken, the later tab's is numbered: an address opens one tab."""
    taken: dict[str, TabEntry] = {}
    for entry in entries:
        numbered = (f"{entry.slug}-{number}" for number in count(2))
        free = next(name for name in chain([entry.slug], numbered) if name not in taken)
        taken[free] = replace(entry, slug=free)
    return list(taken.values())


def _import(target: str) -> type[Tab]:
    module, _, name = target.partition(":")
    return _checked(getattr(importlib.import_module(module), name), target)


def of_entry_point(point: EntryPoint) -> TabEntry:
    """The tab of one entry point; the .sql files beside its module can be queried once it is loaded."""

    def load() -> type[Tab]:
        found = _checked(point.load(), point.value)
        folder = Path(inspect.getfile(found)).parent
        check_names(folder)
        register_folder(folder)
        return found

    title = point.name.replace("_", " ").capitalize()
    return TabEntry(title, slug(title), load)


def _of_file(path: Path) -> TabEntry:
    title = path.stem.replace("_", " ").capitalize()
    return TabEntry(title, slug(title), lambda: _load_file(path))


def _load_file(path: Path) -> type[Tab]:
    """The one Tab class that the file defines, loaded again after it was saved."""
    check_names(path.parent)
    module = _module_of(path)
    found = [
        value for value in vars(module).values()
        if inspect.isclass(value) and issubclass(value, Tab) and value.__module__ == module.__name__
    ]  # fmt: skip
    if len(found) != 1:
        raise TypeError(f"{path.name} has to define one class derived from Tab; it defines {len(found)}.")
    return found[0]


def _module_of(path: Path) -> ModuleType:
    name, saved = f"{FOLDER_PACKAGE}.{path.stem}", path.stat().st_mtime_ns
    known = sys.modules.get(name)
    if known is not None and getattr(known, "__flux_saved__", None) == (path, saved):
        return known
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} cannot be loaded.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        # Not by the loader, whose bytecode cache takes two saves within a second for one unless their sizes differ.
        exec(compile(path.read_bytes(), str(path), "exec"), module.__dict__)
    except BaseException:
        del sys.modules[name]
        raise
    module.__dict__["__flux_saved__"] = (path, saved)
    return module


def _checked(found: object, target: str) -> type[Tab]:
    if not (inspect.isclass(found) and issubclass(found, Tab)):
        raise TypeError(f"{target} is not a class derived from Tab.")
    return found


# In this order, before the tabs of installed packages and of a data scientist's folder.
BUILT_IN = (
    built_in("Operations Dashboard", "app.tabs.operations:OperationsTab"),
    built_in("AMI Analytics", "app.tabs.ami_analytics:AmiAnalyticsTab"),
    built_in("Outage Management", "app.tabs.outage_management:OutageManagementTab"),
    built_in("Asset Health", "app.tabs.asset_health:AssetHealthTab"),
    built_in("Field Operations", "app.tabs.field_operations:FieldOperationsTab"),
    built_in("AI Assistant", "app.tabs.ai_assistant:AiAssistantTab"),
)
