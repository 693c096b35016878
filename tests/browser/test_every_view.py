"""Every view, opened once and looked at in turn as it is seen by those who hear it, turn it light, or make it small."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Server
from tests.browser.every_view import VIEWS, open_settled, settle
from tests.browser.reach import CONTROLS, TABLET, TOO_WIDE, TWICE, UNREACHABLE, out_of_reach, told

IS_LIGHT = "() => document.documentElement.dataset.theme === 'light'"


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_heard_read_and_reached(page: Page, views: Server, view: str) -> None:
    """Cases M22 and M23: 50 rows were unreachable, controls out of reach; moderate and minor findings of axe count too."""
    open_settled(page, views, VIEWS[view])
    found = {"dark": told(Axe().run(page).response["violations"]), "unreachable": page.evaluate(UNREACHABLE)}
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    page.get_by_label("Light theme").click()
    page.wait_for_function(IS_LIGHT)
    settle(page)
    found["light"] = told(Axe().run(page).response["violations"])
    for name, (width, height) in {"tablet": TABLET, "200 percent": TWICE}.items():
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        found[name] = out_of_reach(page.evaluate(CONTROLS), width) + page.evaluate(TOO_WIDE)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
