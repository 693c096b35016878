"""ViewBar: which view of a tab is in front, for tabs whose views choose scope and period themselves, if at all."""

from __future__ import annotations

from collections.abc import Mapping

import panel as pn

from app import theme
from app.tab import Tab
from app.view import STAGE, ViewEntry, ViewStage
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView


class ViewBar(HtmlView):
    """The bar over the views of a tab: writes `own.view`.

    Args:
        tab: whose `own.view` is written.
        views: titles of the tab's views by slug, in order.
    """

    def __init__(self, tab: Tab, views: Mapping[str, str]) -> None:
        """Shows what the address says at once."""
        super().__init__(css_classes=["scope-bar-frame"])
        self.model.stylesheets = [theme.stylesheet("base"), theme.stylesheet("widgets"), theme.stylesheet("scope_bar")]
        self._own, self._views = tab.own, views
        tab.watch(self._draw, tab.own, "view")
        self.on("view", lambda value: tab.own.param.update(view=value))
        self._draw()

    def _draw(self) -> None:
        self.write(el("div", view_buttons(self._views, self._own.view), cls="scope-bar bar-fields"))


def staged(tab: Tab, views: Mapping[str, ViewEntry], package: str) -> pn.Column:
    """The bar of a tab's views and, below it, the one that `own.view` names.

    Args:
        tab: whose views they are.
        views: in the order of the bar.
        package: of the tab.
    """
    stage = ViewStage(tab, lambda slug: views[slug].load(package, tab))
    tab.watch(lambda: stage.bring(tab.own.view), tab.own, "view")
    stage.bring(tab.own.view)
    return pn.Column(
        ViewBar(tab, {slug: entry.title for slug, entry in views.items()}), stage, css_classes=["staged"],
        stylesheets=[theme.stylesheet(STAGE)], sizing_mode="stretch_both", margin=0,
    )  # fmt: skip


def view_buttons(views: Mapping[str, str], front: str) -> Markup | None:
    """One button a view, that in front marked; None where there are no views.

    Args:
        views: titles by slug, in order.
        front: slug of the view in front.
    """
    buttons = [
        el("button", title, type="button", data_action="view", data_value=slug,
           aria_current="page" if slug == front else None)
        for slug, title in views.items()
    ]  # fmt: skip
    return el("nav", buttons, cls="scope-views", aria_label="Views") if buttons else None
