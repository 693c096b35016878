"""What a page is measured by: axe-core's rules, controls that can be reached, parts wider than the window."""

from __future__ import annotations

from typing import Any

FINGER_PX = 44
PHONE, TABLET, TWICE = (390, 844), (1024, 768), (683, 384)  # the last: 1366 x 768 at 200 %

# What answers a click without being a control, or having one inside that does the same.
UNREACHABLE = """() => {
  const found = []
  const walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) walk(node.shadowRoot)
      if (!node.matches("[data-action]") || !node.checkVisibility()) continue
      const controls = "button, summary, a[href], input, select"
      const same = [...node.querySelectorAll(controls)].some((one) => one.dataset.action === node.dataset.action)
      if (!node.matches(controls) && !same) found.push(node.outerHTML.slice(0, 120))
    }
  }
  walk(document)
  return found
}"""
# Every control that can be seen: its words, its place, whether it stands in something that scrolls sideways.
CONTROLS = """() => {
  const found = []
  const above = (node) => node.assignedSlot ?? node.parentNode ?? node.host
  const scrolls = (node) => {
    for (let at = above(node); at; at = above(at)) {
      if (at instanceof Element && /auto|scroll/.test(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth + 1) return true
    }
    return false
  }
  const walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) walk(node.shadowRoot)
      if (!node.matches("button, select, input, summary, a[href]")) continue
      if (!node.checkVisibility({visibilityProperty: true}) || node.getAttribute("tabindex") === "-1") continue
      // a whole row answers, of which the button is what Tab finds
      const holder = (node.matches(".dt-open") && node.closest("tr")) || (node.matches("input") && (node.closest(".MuiSlider-root") ?? node.closest("label"))) || node
      const box = holder.getBoundingClientRect()
      const words = (node.getAttribute("aria-label") || node.textContent || node.placeholder || node.tagName).trim().slice(0, 40)
      found.push({words, left: box.left, right: box.right, width: box.width, height: box.height, scrolls: scrolls(node)})
    }
  }
  walk(document)
  return found
}"""
# What is wider than the window, page and parts that scroll up and down alike.
TOO_WIDE = """() => {
  const found = []
  const walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) walk(node.shadowRoot)
      const {overflowX, overflowY} = getComputedStyle(node)
      const isPage = node === document.documentElement || node.matches(".main-content, .MuiTabsPanel > *")
      if (isPage && node.scrollWidth > node.clientWidth + 1) found.push(`${node.tagName}.${node.className} ${node.scrollWidth}`)
    }
  }
  walk(document)
  return found
}"""


def told(violations: list[dict]) -> list[str]:
    """One line a kind of finding, with where it was found first."""
    return [
        f"{one['impact']}: {one['id']} ({len(one['nodes'])}), {one['nodes'][0]['html'][:110]}" for one in violations
    ]


def out_of_reach(controls: list[dict[str, Any]], width: int) -> list[str]:
    return [
        f"{one['words']}: {one['left']:.0f} to {one['right']:.0f}"
        for one in controls
        if not one["scrolls"] and (one["left"] < -1 or one["right"] > width + 1)
    ]


def too_small(controls: list[dict[str, Any]]) -> list[str]:
    return [
        f"{one['words']}: {one['width']:.0f} x {one['height']:.0f}"
        for one in controls
        if min(one["width"], one["height"]) < FINGER_PX - 0.5
    ]
