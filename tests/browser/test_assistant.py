"""The assistant in a real browser; its answers come from a script over real rows."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Seen, Server, start_server, stop_server
from tests.browser.every_view import SETTLE_MS, open_settled

TAB = "tab=ai-assistant&utility=1"
FEEDER = "tab=operations-dashboard&utility=1&asset=feeder:2"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the small demo whose assistant answers by the script."""
    home = tmp_path_factory.mktemp("assistant") / "home"
    program = [sys.executable, "-m", "tests.browser.scripted_assistant"]
    server = start_server(home, program=program, FLUXOPS_SIMULATE="false")
    yield server
    stop_server(server)


def field(page: Page) -> Locator:
    return page.get_by_label("Question to the assistant")


def ask(page: Page, words: str) -> None:
    """Ask, and wait until the answer is whole."""
    turns = page.locator(".turn-head").count()
    field(page).fill(words)
    field(page).press("Enter")
    expect(page.locator(".turn-head")).to_have_count(turns + 1, timeout=SETTLE_MS)
    expect(page.locator(".turn-head").last.locator(".question")).to_have_text(words)
    expect(page.locator(".doing")).to_have_count(0, timeout=SETTLE_MS)


def begin(page: Page, server: Server, query: str = TAB) -> None:
    open_settled(page, server, query)
    expect(page.locator(".chat-intro")).to_be_visible(timeout=SETTLE_MS)


def test_a_number_says_its_source_by_keyboard(page: Page, assistant: Server, seen: Seen) -> None:
    begin(page, assistant)
    ask(page, "load of F0002?")
    number = page.locator(".cell", has_text="kW")
    number.focus()
    expect(number.locator(".tip")).to_be_visible()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog.source")
    expect(dialog).to_contain_text("details_feeder.sql", timeout=SETTLE_MS)
    expect(dialog).to_contain_text("PostgreSQL (embedded) (simulated), as of")
    expect(dialog).to_contain_text("FROM flux.feeders")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0, timeout=SETTLE_MS)
    expect(page.locator(".map-still img")).to_be_visible(timeout=SETTLE_MS)
    spoken = page.locator("[role=log] p")
    expect(spoken).to_have_text([re.compile(r"The load of F0002 is [\d,]+ kW\.")])
    assert seen.errors == []


def test_a_table_is_sorted_and_saved_beside_its_chart(page: Page, assistant: Server, seen: Seen) -> None:
    begin(page, assistant)
    ask(page, "list feeders")
    table = page.locator(".answer-table")
    expect(table.locator("tbody tr")).to_have_count(8, timeout=SETTLE_MS)
    table.get_by_role("button", name="Load, %").click()
    expect(table.locator("th[aria-sort=descending]")).to_be_visible(timeout=SETTLE_MS)
    loads = [float(text) for text in table.locator("tbody td:last-child").all_inner_texts()]
    assert loads == sorted(loads, reverse=True)
    with page.expect_download() as saved:
        table.get_by_role("button", name="CSV").click()
    assert saved.value.suggested_filename == "feeders_by_load.csv"
    expect(page.locator(".answer-chart canvas").first).to_be_visible()
    expect(page.locator(".basis").last).to_contain_text("Simulated")
    ask(page, "mars")  # its question stands at the top, whatever stood there
    top = "node => node.getBoundingClientRect().top"
    question = page.locator(".question").last
    expect(question).to_be_in_viewport(timeout=SETTLE_MS)
    assert question.evaluate(top) < 260
    assert seen.errors == []


def test_it_asks_back_and_says_what_can_be_asked_instead(page: Page, assistant: Server) -> None:
    begin(page, assistant)
    ask(page, "which one")
    expect(page.locator(".turn-head").last).to_contain_text("Which do you mean?")
    page.get_by_role("button", name="Load", exact=True).press("Enter")
    expect(page.locator(".question").last).to_have_text("load of F0002", timeout=SETTLE_MS)
    expect(page.locator(".cell").last).to_contain_text("kW", timeout=SETTLE_MS)
    ask(page, "weather on mars")
    refusal = page.locator(".declined")
    expect(refusal).to_contain_text("Not in the data No table says so.")
    refusal.get_by_role("button", name="Load of F0002").click()
    expect(page.locator(".question").last).to_have_text("load of F0002", timeout=SETTLE_MS)


def test_an_answer_leads_to_the_map(page: Page, assistant: Server, seen: Seen) -> None:
    open_settled(page, assistant, "tab=operations-dashboard&utility=1")
    page.get_by_role("tab", name="AI Assistant").click()
    expect(page.locator(".chat-intro")).to_be_visible(timeout=SETTLE_MS)
    ask(page, "load of F0002")
    page.get_by_role("button", name="Show F0002 on the map", exact=True).click()
    expect(page.get_by_role("tab", name="Operations Dashboard")).to_have_attribute(
        "aria-selected", "true", timeout=SETTLE_MS
    )
    expect(page.locator(".details h2")).to_contain_text("F0002", timeout=SETTLE_MS)
    page.get_by_role("tab", name="AI Assistant").click()
    field(page).fill("take me to F0002")  # it was asked for: the page goes by itself
    field(page).press("Enter")
    expect(page.get_by_role("tab", name="Operations Dashboard")).to_have_attribute(
        "aria-selected", "true", timeout=SETTLE_MS
    )
    assert seen.errors == []


def test_the_drawer_knows_what_is_selected_and_becomes_the_tab(page: Page, assistant: Server, seen: Seen) -> None:
    open_settled(page, assistant, FEEDER)
    expect(page.locator(".details h2")).to_contain_text("F0002", timeout=SETTLE_MS)
    assert page.locator(".composer").count() == 0  # nothing is made before it is opened
    page.keyboard.press("Alt+q")
    expect(field(page)).to_be_focused(timeout=SETTLE_MS)
    expect(page.locator(".composer-note")).to_contain_text("“This feeder” is the one that is selected.")
    ask(page, "load of this feeder")
    page.get_by_role("button", name="Open in its own tab").click()
    expect(page.locator(".kept-open[aria-current]")).to_contain_text("load of this feeder", timeout=SETTLE_MS)
    expect(page.locator(".chat-tab .question")).to_have_text("load of this feeder", timeout=SETTLE_MS)
    expect(page).to_have_url(re.compile(r"ai-assistant\.conversation=\d+"), timeout=SETTLE_MS)
    page.get_by_role("tab", name="Asset Health").click()
    page.get_by_role("button", name="Assistant", exact=True).click()
    expect(page.locator(".question").last).to_be_visible(timeout=SETTLE_MS)
    page.keyboard.press("Escape")
    expect(page.locator(".composer")).not_to_be_visible(timeout=SETTLE_MS)
    assert seen.errors == []


def test_the_drawer_knows_the_open_outage_and_esc_closes_the_drawer_alone(
    page: Page, assistant: Server, seen: Seen
) -> None:
    open_settled(page, assistant, "tab=outage-management&outage-management.outage=1")
    expect(page.locator(".detail-panel h2, .details h2").first).to_contain_text("Outage 1", timeout=SETTLE_MS)
    page.keyboard.press("Alt+q")
    expect(field(page)).to_be_focused(timeout=SETTLE_MS)
    expect(page.locator(".composer-note")).to_contain_text("“This outage” is the one that is selected.")
    page.keyboard.press("Escape")
    expect(page.locator(".composer")).not_to_be_visible(timeout=SETTLE_MS)
    expect(page).to_have_url(re.compile(r"outage-management\.outage=1\b"), timeout=SETTLE_MS)
    assert seen.errors == []


def test_stop_retry_and_edit(page: Page, assistant: Server, seen: Seen) -> None:
    begin(page, assistant)
    field(page).fill("slow")
    field(page).press("Enter")
    expect(page.locator(".said")).to_contain_text("word 5", timeout=SETTLE_MS)
    page.keyboard.press("Escape")
    expect(page.locator(".ended")).to_contain_text("You stopped this answer.", timeout=SETTLE_MS)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible(timeout=SETTLE_MS)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".ended")).to_be_visible(timeout=SETTLE_MS)
    expect(page.locator(".turn-head")).to_have_count(1)
    page.get_by_role("button", name="Edit the question").press("Enter")
    editor = page.get_by_label("Question", exact=True)
    expect(editor).to_be_focused(timeout=SETTLE_MS)
    editor.fill("load of F0002")
    editor.press("Enter")
    expect(page.locator(".cell").last).to_contain_text("kW", timeout=SETTLE_MS)
    expect(page.locator(".question")).to_have_text(["load of F0002"])
    ask(page, "break")
    expect(page.locator(".ended")).to_contain_text("failed on this question")
    assert seen.errors == []


def test_conversations_are_found_again_renamed_and_deleted(page: Page, browser: Browser, assistant: Server) -> None:
    begin(page, assistant)
    ask(page, "list feeders")
    page.get_by_role("button", name="Helpful", exact=True).click()
    page.get_by_label("What was good or wrong about it").fill("clear")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "true")
    address = page.url
    other = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    other.goto(address)
    expect(other.locator(".question")).to_have_text("list feeders", timeout=SETTLE_MS)
    expect(other.locator(".answer-table tbody tr")).to_have_count(8, timeout=SETTLE_MS)
    expect(other.get_by_role("button", name="Helpful", exact=True)).to_have_attribute(
        "aria-pressed", "true", timeout=SETTLE_MS
    )
    other.context.close()
    item = page.locator(".kept-list li", has=page.locator(".kept-open[aria-current]"))
    item.hover()
    item.get_by_role("button", name="Rename").click()
    name = page.locator(".kept-list input[name=title]")
    expect(name).to_be_focused(timeout=SETTLE_MS)
    name.fill('Feeders <b onclick="x">')
    name.press("Enter")
    expect(item.locator("b")).to_have_text('Feeders <b onclick="x">', timeout=SETTLE_MS)
    item.hover()
    item.get_by_role("button", name="Delete").click()
    expect(page.locator(".kept-list form")).to_contain_text('Delete “Feeders <b onclick="x">” with all its answers?')
    page.locator(".kept-list form").get_by_role("button", name="Delete").click()
    expect(page.locator(".chat-intro")).to_be_visible(timeout=SETTLE_MS)
    expect(page.locator(".kept-open", has_text="Feeders <b")).to_have_count(0, timeout=SETTLE_MS)


def test_a_change_is_done_once_a_person_confirms_it(page: Page, assistant: Server) -> None:
    begin(page, assistant)
    ask(page, "assign")
    form = page.locator(".command-form")
    expect(form).to_contain_text("Nothing is changed before you confirm it.", timeout=SETTLE_MS)
    form.locator("textarea[name=text]").fill("")
    form.get_by_role("button", name="Confirm").click()
    expect(form.locator(".field-error")).to_have_text("Fill this in.", timeout=SETTLE_MS)
    form.locator("textarea[name=text]").fill("dense fog")
    form.get_by_role("button", name="Confirm").click()
    expect(page.locator(".form-done")).to_contain_text(re.compile(r"Done by .+ \(audit \d+\)"), timeout=SETTLE_MS)
    page.goto(f"{assistant.url}/app?tab=field-operations&utility=1&field-operations.view=log")
    expect(page.locator(".log-notes")).to_contain_text("dense fog", timeout=SETTLE_MS)


def test_what_was_typed_in_a_form_waits_for_it(page: Page, assistant: Server) -> None:
    """It stood again as it was proposed, ready to be confirmed: after another conversation, and after a reload."""
    begin(page, assistant)
    ask(page, "assign")
    text = page.locator(".command-form textarea[name=text]")
    text.fill("fog on the river")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".chat-intro")).to_be_visible(timeout=SETTLE_MS)
    page.locator(".kept-open").first.click()
    expect(text).to_have_value("fog on the river", timeout=SETTLE_MS)
    expect(page).to_have_url(re.compile(r"ai-assistant\.conversation=\d+"), timeout=SETTLE_MS)
    text.fill("fog on the lake")
    page.reload()
    expect(text).to_have_value("fog on the lake", timeout=SETTLE_MS)


def test_the_keyboard_stays_in_the_question_and_esc_leaves_forms_open(page: Page, assistant: Server) -> None:
    begin(page, assistant)
    ask(page, "assign")
    expect(page.locator(".command-form")).to_have_count(1, timeout=SETTLE_MS)
    page.keyboard.type("assign 5")  # without a click: neither is the next question lost, nor does a digit leave the tab
    page.keyboard.press("Enter")
    expect(page.locator(".question").last).to_have_text("assign 5", timeout=SETTLE_MS)
    expect(page.locator(".command-form")).to_have_count(2, timeout=SETTLE_MS)
    expect(field(page)).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Edit the question").last.press("Enter")
    expect(page.get_by_label("Question", exact=True)).to_be_focused(timeout=SETTLE_MS)
    page.keyboard.press("Escape")
    expect(page.get_by_label("Question", exact=True)).to_have_count(0, timeout=SETTLE_MS)
    expect(page.locator(".command-form")).to_have_count(2)
    page.locator(".command-form textarea[name=text]").last.press("Escape")  # in a form it is that form's
    expect(page.locator(".command-form")).to_have_count(1, timeout=SETTLE_MS)
    expect(page.locator(".form-done")).to_contain_text("Put aside")


def test_names_with_markup_are_names(page: Page, assistant: Server, seen: Seen) -> None:
    begin(page, assistant)
    ask(page, "markup")
    expect(page.locator(".said")).to_contain_text("<img src=x onerror=")
    expect(page.locator(".ended")).to_contain_text("<img src=x onerror=")
    assert page.locator(".said img, .ended img").count() == 0
    assert page.evaluate("() => window.hit") is None
    assert seen.errors == []


@pytest.mark.parametrize("size", [(390, 844), (1024, 768), (683, 384)])
def test_nothing_is_cut_in_a_small_window(browser: Browser, assistant: Server, size: tuple[int, int]) -> None:
    page = browser.new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    page.set_default_timeout(120_000)
    begin(page, assistant)
    ask(page, "list feeders")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    expect(field(page)).to_be_in_viewport()
    for part in (".answer-chart", ".answer-table", ".answer-tools"):
        page.locator(part).first.scroll_into_view_if_needed()
        box = page.locator(part).first.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]
    page.context.close()


def test_conversations_are_at_hand_in_a_small_window(browser: Browser, assistant: Server) -> None:
    """A phone, and a page at 200 %: the list is one line, and opens over the conversation."""
    for size in ((390, 844), (683, 384)):
        page = browser.new_context(viewport={"width": size[0], "height": size[1]}).new_page()
        page.set_default_timeout(120_000)
        begin(page, assistant)
        words = f"list feeders at {size[0]}"
        ask(page, words)
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator(".turn-head")).to_have_count(0, timeout=SETTLE_MS)
        fold = page.get_by_role("button", name="Conversations", exact=True)
        expect(fold).to_be_in_viewport()
        expect(fold).to_have_attribute("aria-expanded", "false")
        expect(page.locator(".kept-open").first).to_be_hidden()
        fold.click()
        expect(fold).to_have_attribute("aria-expanded", "true", timeout=SETTLE_MS)
        page.locator(".kept-open", has_text=words).first.click()
        expect(page.locator(".question")).to_have_text(words, timeout=SETTLE_MS)
        expect(fold).to_have_attribute("aria-expanded", "false")
        page.context.close()


def test_an_answer_leads_to_a_dashboard_that_was_never_opened(browser: Browser, assistant: Server) -> None:
    """Its parts come before what is said of them, each time: no part of it stays behind."""
    for _ in range(5):
        page = browser.new_context().new_page()
        page.set_default_timeout(120_000)
        errors: list[str] = []
        page.on("console", lambda message, errors=errors: message.type == "error" and errors.append(message.text))
        page.on("pageerror", lambda error, errors=errors: errors.append(str(error)))
        begin(page, assistant)
        field(page).fill("take me to F0002")
        field(page).press("Enter")
        expect(page).to_have_url(re.compile("asset=feeder:2"), timeout=SETTLE_MS)
        expect(page.locator(".kpi").first).to_be_visible(timeout=SETTLE_MS)
        expect(page.get_by_text("Active outages").first).to_be_visible(timeout=SETTLE_MS)
        page.wait_for_load_state("networkidle")
        assert errors == []
        page.context.close()


def test_a_half_typed_question_waits_for_its_tab_and_a_key_leads_to_it(page: Page, assistant: Server) -> None:
    begin(page, assistant)
    page.keyboard.press("Alt+q")
    expect(field(page)).to_be_focused(timeout=SETTLE_MS)
    page.keyboard.type("how many cust")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".chat-intro button").first).to_be_focused()  # what is answered comes next, then what was kept
    page.keyboard.press("1")
    expect(field(page)).to_have_count(0, timeout=SETTLE_MS)
    page.keyboard.press("6")
    expect(field(page)).to_have_value("how many cust", timeout=SETTLE_MS)


def test_a_way_on_is_one_step_of_the_history(page: Page, assistant: Server) -> None:
    begin(page, assistant)
    ask(page, "load of F0002")
    steps = page.evaluate("history.length")
    page.get_by_role("button", name="Show F0002 on the map", exact=True).click()
    expect(page).to_have_url(re.compile("tab=operations-dashboard"), timeout=SETTLE_MS)
    page.wait_for_timeout(1500)  # what the other tab fills in by itself comes late
    assert page.evaluate("history.length") == steps + 1
    page.go_back()
    expect(page).to_have_url(re.compile("tab=ai-assistant"), timeout=SETTLE_MS)
