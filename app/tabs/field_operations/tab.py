"""FieldOperationsTab: the bar of its views, and one of them at a time below it."""

from __future__ import annotations

from typing import Any

import panel as pn

from app import theme
from app.scope_bar.views import ViewBar
from app.tab import Tab
from app.tabs.field_operations.state import FieldOperationsState
from app.tabs.field_operations.views import VIEWS
from app.view import STAGE, ViewStage


class FieldOperationsTab(Tab):
    """What is done in the field, by whom and when."""

    title = "Field Operations"
    State = FieldOperationsState
    picks = ("order", "board_order", "alarm")
    steps = ("view", "order", "board_order", "alarm")

    def build(self) -> Any:
        """The bar and the view in front."""
        stage = ViewStage(self, lambda slug: VIEWS[slug].load(__package__, self))
        self.watch(lambda: stage.bring(self.own.view), self.own, "view")
        stage.bring(self.own.view)
        return pn.Column(
            ViewBar(self, {slug: entry.title for slug, entry in VIEWS.items()}), stage, css_classes=["staged"],
            stylesheets=[theme.stylesheet(STAGE)], sizing_mode="stretch_both", margin=0,
        )  # fmt: skip
