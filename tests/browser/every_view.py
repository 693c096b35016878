"""Every view of the built-in tabs and a tab of somebody's own, by the address that opens it, and when it has settled."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server

SETTLE_MS = 180_000  # a back-test on a busy machine
METER = 500
AMI = "tab=ami-analytics&utility=1&ami-analytics.view="
RELIABILITY = "tab=outage-management&utility=1&outage-management.view=reliability"
REPLAY = "tab=outage-management&utility=1&outage-management.view=replay"
LARGEST = f"{REPLAY}&outage-management.replay_period=largest"
CASCADE = "tab=outage-management&utility=1&outage-management.view=cascade"
VIEWS = {
    "operations": "tab=operations-dashboard&utility=1",
    "operations_selected": "tab=operations-dashboard&utility=1&asset=feeder:1",
    "load": f"{AMI}load",
    "years": f"{AMI}years",
    "meter": f"{AMI}meter&scope=meter:{METER}",
    "map": f"{AMI}map",
    "voltage": f"{AMI}voltage",
    "losses": f"{AMI}losses",
    "suspects": f"{AMI}losses&ami-analytics.losses=suspects&scope=feeder:1",
    "completeness": f"{AMI}completeness",
    "forecast": f"{AMI}forecast",
    "reliability": RELIABILITY,
    "replay": REPLAY,
    "replay_largest": LARGEST,
    "cascade": CASCADE,
    "cascade_run": f"{CASCADE}&outage-management.cascade_start=substation:3&outage-management.cascade_part=waves",
    "cascade_cost": f"{CASCADE}&outage-management.cascade_start=substation:3&outage-management.cascade_part=cost",
    "storm": "tab=outage-management&utility=1&outage-management.view=storm",
    "active_outages": "tab=outage-management&utility=1",
    "trouble_calls": "tab=outage-management&utility=1&outage-management.view=calls",
    "fleet": "tab=asset-health&utility=1",
    "asset": "tab=asset-health&utility=1&asset-health.view=asset&asset=transformer:5",
    "asset_plan": "tab=asset-health&utility=1&asset-health.view=plan",
    "asset_what_if": "tab=asset-health&utility=1&asset-health.view=what_if",
    "asset_vegetation": "tab=asset-health&utility=1&asset-health.view=vegetation",
    "asset_back_test": "tab=asset-health&utility=1&asset-health.view=back_test",
    "field_orders": "tab=field-operations&utility=1",
    "field_crew": "tab=field-operations&utility=1&field-operations.view=crew&field-operations.crew=1",
    "field_board": "tab=field-operations&utility=1&field-operations.view=board",
    "field_alarms": "tab=field-operations&utility=1&field-operations.view=alarms",
    "field_alarm_rules": "tab=field-operations&utility=1&field-operations.view=alarms&field-operations.alarms_part=rules",
    "field_log": "tab=field-operations&utility=1&field-operations.view=log",
    "assistant": "tab=ai-assistant&utility=1",
    "example": "tab=transformer-ages&utility=1",  # a data scientist's tab, which has no rules of its own
}


def open_settled(page: Page, server: Server, query: str) -> None:
    """Open a view and wait until nothing in it is on its way any more."""
    page.goto(f"{server.url}/app?{query}")
    page.wait_for_function("() => !document.getElementById('loader')", timeout=SETTLE_MS)
    settle(page)


def settle(page: Page) -> None:
    """No grey bar and no line of progress for a moment; a table without rows keeps its bars under what says so."""
    waiting = page.locator(
        ".veil .skeleton-line:visible, .panel .skeleton-line:visible, .fig .skeleton-line:visible, .veil-line:visible,"
        " .dt-line:visible, .kpi.is-waiting:visible"
    )
    for _ in range(3):
        expect(waiting).to_have_count(0, timeout=SETTLE_MS)
        page.wait_for_timeout(400)
