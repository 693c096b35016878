"""What the commands say and how far they are, on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

# Names come from other people's data: nothing in them is markup or a code for a picture.
console = Console(markup=False, emoji=False)
complaints = Console(stderr=True, markup=False, emoji=False)


@contextmanager
def progress() -> Iterator[Callable[[str, float], None]]:
    """A bar that is told what is being done and the share that is done."""
    columns = (
        TextColumn("{task.description:<28}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("starting", total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)
