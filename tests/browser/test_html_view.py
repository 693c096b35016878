"""What the browser keeps of an HtmlView when other HTML comes, and what it takes over."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

MODULE = Path(__file__).parents[2] / "assets" / "js" / "html_view.js"
BEGIN = """html => {
  const heard = {};
  window.view = { html, server_time: 0, send_msg() {}, on(name, callback) { heard[name] = callback; } };
  window.show = (next) => { window.view.html = next; heard.html(); };
  window.render({ model: window.view, el: document.body });
}"""


def test_a_bar_grows_and_what_was_typed_stays(page: Page) -> None:
    """Of a newcomer's walk: the bar of readings being made stood at the first share it had been told."""
    page.set_content("<body></body>")
    page.add_script_tag(type="module", content=f"{MODULE.read_text('utf-8')}\nwindow.render = render;")
    page.wait_for_function("window.render !== undefined")
    page.evaluate(BEGIN, '<progress value="11" max="28"></progress><input data-input="needle" value="">')
    page.evaluate("document.querySelector('input').value = 'typed'")
    page.evaluate('window.show(\'<progress value="26" max="28"></progress><input data-input="needle" value="">\')')
    assert page.evaluate("document.querySelector('progress').value") == 26
    assert page.evaluate("document.querySelector('input').value") == "typed"
