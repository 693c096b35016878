"""SavedFiles: under `fluxops serve --dev` a page whose tabs were saved after it was opened is loaded again."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import panel as pn

LOOK_MS: Final = 500


class SavedFiles:
    """The files of a folder of tabs as one page found them.

    Panel watches them too, and is faster. But after each change its watcher stands still for a second and starts anew
    (panel 1.9.4, `async_file_watcher` in io/reload.py): what is saved meanwhile, such as the statement of a tab right
    after its module, it never sees.

    Args:
        folder: of the tabs; None for none.
    """

    def __init__(self, folder: Path | None) -> None:
        """Made before the files are read."""
        self._folder = folder
        self._found = self._times()

    @property
    def are_as_found(self) -> bool:
        """Whether none was saved, added or taken away since."""
        return self._times() == self._found

    def look(self) -> None:
        """Have the page of this session loaded again where it is behind."""
        location = pn.state.location
        if location is not None and pn.state.loaded and not self.are_as_found:  # a change made earlier is dropped
            location.reload = True

    def _times(self) -> dict[Path, int]:
        if self._folder is None:
            return {}
        return {path: _time(path) for kind in ("*.py", "*.sql") for path in self._folder.glob(kind)}


def _time(path: Path) -> int:
    """When it was saved, ns; 0 where an editor has just put it away to write it anew."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
