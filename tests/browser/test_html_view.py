"""What the browser keeps of an HtmlView when other HTML comes, and what it takes over."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

MODULE = Path(__file__).parents[2] / "assets" / "js" / "html_view.js"
BEGIN = """html => {
  const heard = {};
  window.view = { html, server_time: 0, send_msg() {}, on(name, callback) { heard[name] = callback; } };
  window.show = (next) => { window.view.html = next; heard.html(); };
  window.render({ model: window.view, el: document.body });
}"""


def begin(page: Page, html: str) -> None:
    """An HtmlView that shows this."""
    page.set_content("<body></body>")
    page.add_script_tag(type="module", content=f"{MODULE.read_text('utf-8')}\nwindow.render = render;")
    page.wait_for_function("window.render !== undefined")
    page.evaluate(BEGIN, html)


def test_a_bar_grows_and_what_was_typed_stays(page: Page) -> None:
    """Of a newcomer's walk: the bar of readings being made stood at the first share it had been told."""
    begin(page, '<progress value="11" max="28"></progress><input data-input="needle" value="">')
    page.evaluate("document.querySelector('input').value = 'typed'")
    page.evaluate('window.show(\'<progress value="26" max="28"></progress><input data-input="needle" value="">\')')
    assert page.evaluate("document.querySelector('progress').value") == 26
    assert page.evaluate("document.querySelector('input').value") == "typed"


def options(*values: str, selected: str, rev: str = "") -> str:
    """A list of choices as the server writes it."""
    items = "".join(f'<option value="{one}"{" selected" * (one == selected)}>{one}</option>' for one in values)
    return f"<select{f' data-rev={rev}' if rev else ''}>{items}</select>"


def test_what_was_chosen_stays_while_it_can_be_chosen(page: Page) -> None:
    """A cause that a rule had set meanwhile stood in the place of the one that was chosen, and would have been sent."""
    begin(page, options("animal", "vehicle", "wind", selected="wind"))
    page.evaluate("document.querySelector('select').value = 'animal'")
    page.evaluate("html => window.show(html)", options("animal", "vehicle", "wind", selected="vehicle"))
    expect(page.locator("select")).to_have_value("animal")
    page.evaluate("html => window.show(html)", options("vehicle", "wind", selected="wind"))
    expect(page.locator("select")).to_have_value("wind")


def test_a_choice_that_the_server_means_is_taken_over(page: Page) -> None:
    begin(page, options("animal", "wind", selected="wind", rev="1"))
    page.evaluate("document.querySelector('select').value = 'animal'")
    page.evaluate("html => window.show(html)", options("wind", "animal", selected="wind", rev="2"))
    expect(page.locator("select")).to_have_value("wind")
