"""The tabs' own states in one session: made when a tab is first opened, kept in the address under the tab's slug.

What a link says of a tab that was not opened yet waits as text, and stays in the address as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import param

from app.page.param_text import kept_params, read_params, write_params
from app.selection import Selection
from app.tab import Tab


class TabStates:
    """One state a tab.

    Args:
        slugs: of the tabs there are.
        selection: lets go of the tabs' picks when something else is looked at.
        tell_refused: told `slug.name=text` of what a link says and a state does not understand.
    """

    def __init__(self, slugs: Sequence[str], selection: Selection, tell_refused: Callable[[list[str]], None]) -> None:
        """No state is made yet."""
        self._selection, self._tell_refused = selection, tell_refused
        self._states: dict[str, param.Parameterized] = {}
        self._steps: dict[str, tuple[str, ...]] = {}
        self._waiting: dict[str, list[tuple[str, str]]] = {slug: [] for slug in slugs}
        self._show: Callable[[], None] = lambda: None

    def take(self, key: str, text: str) -> bool:
        """Take one part of the address; False where it is about no tab here."""
        slug, dot, name = key.partition(".")
        if not dot or slug not in self._waiting:
            return False
        self._waiting[slug].append((name, text))
        return True

    def of(self, slug: str, tab: type[Tab]) -> param.Parameterized:
        """The state of a tab; the same one again when a tab that failed is built anew.

        A tab whose file was saved meanwhile brings another class: what it has in common with the old one is taken over.
        """
        state = self._states.get(slug)
        if type(state) is not tab.State:
            if state is not None:
                self._waiting[slug] = list(write_params(state).items())
            self._steps[slug] = tab.steps
            state = self._states[slug] = self._make(slug, tab)
        return state

    def write(self) -> dict[str, str]:
        """What is not as it is by default, by the key in the address."""
        query: dict[str, str] = {}
        for slug, waiting in self._waiting.items():
            state = self._states.get(slug)
            texts = dict(waiting) if state is None else write_params(state)
            query |= {f"{slug}.{name}": text for name, text in texts.items()}
        return query

    def step(self, slug: str) -> dict[str, str]:
        """What tells one step of the browser's history from the next, of what that tab keeps."""
        state = self._states.get(slug)
        texts = write_params(state) if state is not None else dict(self._waiting.get(slug, []))
        return {name: texts[name] for name in self._steps.get(slug, ()) if name in texts}

    def lead(self, slug: str, texts: Sequence[tuple[str, str]]) -> None:
        """Set params of one tab's state, made or not; what it does not understand is told."""
        named = {name for name, _ in texts}
        self._waiting[slug] = [pair for pair in self._waiting.get(slug, []) if pair[0] not in named] + list(texts)
        if slug in self._states:
            taken, self._waiting[slug] = self._waiting[slug], []
            if refused := read_params(self._states[slug], taken):
                self._tell_refused([f"{slug}.{name}={text}" for name, text in refused])

    def forget_waiting(self) -> None:
        """Another address is about to be read: what the one before said of tabs not opened yet counts no more."""
        self._waiting = {slug: [] for slug in self._waiting}

    def go(self) -> None:
        """Bring the states that are made to what was taken since; what was not named is as it is by default."""
        for slug, state in self._states.items():
            taken, self._waiting[slug] = self._waiting[slug], []
            named = {name for name, _ in taken}
            state.param.update({name: state.param[name].default for name in kept_params(state) if name not in named})
            read_params(state, taken)

    def follow(self, show: Callable[[], None]) -> None:
        """Call `show` whenever a state changes."""
        self._show = show

    def _make(self, slug: str, tab: type[Tab]) -> param.Parameterized:
        state = tab.State()
        waiting, self._waiting[slug] = self._waiting[slug], []
        refused = read_params(state, waiting)
        self._selection.let_go_with(state, tab.picks)
        if names := kept_params(state):  # the state ends with the session, and its watchers with it
            state.param.watch(lambda *_: self._show(), names)
        if refused:
            self._tell_refused([f"{slug}.{name}={text}" for name, text in refused])
        return state
