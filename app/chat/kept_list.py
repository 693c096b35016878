"""KeptList: a person's conversations: open one, begin one, give one another name, delete one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from app.assistant.kept.conversations import MOST_LISTED
from app.chat.html import ChatHtml
from app.chat.talk import Talk
from app.chat.turn_view import typed
from app.tab import Tab
from app.widgets.html import Markup, el, icon, running_time
from data_sources.query import Query

KeptRows = Sequence[dict[str, Any]]


class KeptList(ChatHtml):
    """The list.

    Args:
        host: the tab or drawer that it stands in.
        talk: what is clicked is done there.
        css_classes: names by which a stylesheet places it.
    """

    def __init__(self, host: Tab, talk: Talk, css_classes: Sequence[str] = ("chat-list",)) -> None:
        """Follows the database."""
        super().__init__(css_classes)
        self._host, self._talk = host, talk
        self.rows: KeptRows | None = None
        self._renaming: int | None = None
        self._deleting: int | None = None
        self._is_unfolded = False  # in a small window, where the list is not beside the conversation
        host.live(self._query, self._take_rows)
        host.watch(lambda: self._fold(is_unfolded=False), talk, "conversation_id")
        self.on("new", lambda _value: self._begin())
        self.on("open", lambda value: self._open(int(value)))
        self.on("fold", lambda _value: self._fold(is_unfolded=not self._is_unfolded))
        self.on("rename", lambda value: self._ask(renaming=int(value)))
        self.on("delete", lambda value: self._ask(deleting=int(value)))
        self.on("leave", lambda _value: self._ask())
        self.on("renamed", self._rename)
        self.on("deleted", self._delete)
        self.draw()

    def draw(self) -> None:
        """Show what is known."""
        label = "New conversation"
        new = el("button", icon("add"), el("span", label, cls="new-words"), type="button", title=label, cls="button",
                 data_action="new")  # fmt: skip
        fold = el("button", icon("chevron"), "Conversations", type="button", cls="kept-fold", data_action="fold",
                  aria_expanded="true" if self._is_unfolded else "false")  # fmt: skip
        classes = "kept-list is-unfolded" if self._is_unfolded else "kept-list"
        self.write(el("nav", el("header", el("h2", "Conversations"), fold, new), self._items(), cls=classes,
                      aria_label="Conversations"))  # fmt: skip

    def _items(self) -> Markup:
        if self.rows is None:
            return el("div", [el("i", cls="skeleton-line") for _ in range(4)], cls="skeleton")
        if not self.rows:
            return el("p", "What you ask is kept here, for you alone.", cls="secondary kept-none")
        return el("ol", [self._item(row) for row in self.rows])

    def _item(self, row: dict[str, Any]) -> Markup:
        number, title = row["conversation_id"], row["title"]
        if number == self._renaming:
            return el("li", self._rename_form(number, title), data_key=number)
        if number == self._deleting:
            return el("li", self._delete_form(number, title), data_key=number)
        is_open = number == self._talk.conversation_id
        opened = el("button", el("b", title), running_time(row["updated_at"], "ago", cls="secondary"), type="button",
                    cls="kept-open", data_action="open", data_value=number, title=title,
                    aria_current="page" if is_open else None)  # fmt: skip
        tools = [
            el("button", icon(name), type="button", cls="tool is-bare", data_action=action, data_value=number,
               aria_label=f"{label} {title}", title=label)
            for action, name, label in (("rename", "edit", "Rename"), ("delete", "bin", "Delete"))
        ]  # fmt: skip
        return el("li", opened, el("span", tools, cls="kept-tools"), data_key=number)

    def _rename_form(self, number: int, title: str) -> Markup:
        field = el("input", type="text", name="title", value=title, maxlength=200, autocomplete="off",
                   aria_label=f"Name of {title}", data_focus=f"rename-{number}")  # fmt: skip
        buttons = [
            el("button", "Back", type="button", cls="button", data_action="leave", data_escape=True),
            el("button", "Rename", type="submit", cls="button is-primary"),
        ]
        return el("form", field, el("div", buttons, cls="form-foot"), data_submit="renamed", cls="chat-form",
                  data_key=f"rename-{number}")  # fmt: skip

    def _delete_form(self, number: int, title: str) -> Markup:
        buttons = [
            el("button", "Back", type="button", cls="button", data_action="leave", data_escape=True,
               data_focus=f"delete-{number}"),
            el("button", "Delete", type="submit", cls="button is-danger"),
        ]  # fmt: skip
        return el("form", el("p", "Delete “", el("b", title), "” with all its answers?"),
                  el("div", buttons, cls="form-foot"), data_submit="deleted", cls="chat-form",
                  data_key=f"delete-{number}")  # fmt: skip

    def _begin(self) -> None:
        self._fold(is_unfolded=False)
        self._talk.begin_anew()

    def _open(self, conversation_id: int) -> None:
        self._fold(is_unfolded=False)
        self._talk.open(conversation_id)

    def _fold(self, *, is_unfolded: bool) -> None:
        self._is_unfolded = is_unfolded
        self.draw()

    def _query(self) -> Query | None:
        utility_id, owner = self._host.state.utility_id, self._host.principal.name
        if utility_id is None:
            return None
        return Query.of("own_conversations", owner=owner, utility_id=utility_id, most=MOST_LISTED)

    def _take_rows(self, found: pa.Table) -> None:
        self.rows = found.to_pylist()
        self.draw()

    def _ask(self, renaming: int | None = None, deleting: int | None = None) -> None:
        self._renaming, self._deleting = renaming, deleting
        self.draw()

    def _rename(self, message: Any) -> None:
        number, title = self._renaming, typed(message, "title")
        if number is not None and title:
            self._talk.rename(number, title)
        self._ask()

    def _delete(self, _message: Any) -> None:
        if self._deleting is not None:
            self._talk.delete(self._deleting)
        self._ask()
