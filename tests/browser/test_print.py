"""A view on paper: one sheet of A4 across, nothing of it cut off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Server
from tests.browser.every_view import VIEWS, open_settled

A4_ACROSS_PT = (842, 595)

# Places of all charts and boards once the page is laid out for the printer, and the sheet's size in the same pixels.
LAID_OUT = """() => {
  const boxes = []
  const walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) walk(node.shadowRoot)
      if (!node.matches("canvas, .board, .kpi, .fig") || !node.checkVisibility()) continue
      const box = node.getBoundingClientRect()
      if (box.width) boxes.push([node.className, box.left, box.top, box.right, box.bottom])
    }
  }
  walk(document)
  return boxes
}"""


@pytest.mark.parametrize("view", ["operations", "load", "meter", "completeness"])
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)], ids=["1366", "1920"])
def test_a_view_is_one_sheet_and_whole(page: Page, views: Server, view: str, size: tuple[int, int]) -> None:
    """Case L: print clips charts."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_settled(page, views, VIEWS[view])
    made = page.pdf(prefer_css_page_size=True, print_background=True)
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", made)
    assert [(round(float(width)), round(float(height))) for width, height in sheets] == [A4_ACROSS_PT]

    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    boxes = page.evaluate(LAID_OUT)
    assert len(boxes) > 6
    assert [box for box in boxes if box[3] > 1047 or box[4] > 720] == []
