"""What `fluxops check` proves of one utility's rows, whoever brought them.

References, physical values, summaries and accounts are counted in SQL; the graph (supply and loops) and the places in
numpy; the statements by asking the server to describe each .sql file. Every check answers one Finding, also when all
is well, so that the list shows what was looked at.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from data_sources.analytics.area import is_area
from data_sources.checks.contracts import contract_findings
from data_sources.checks.finding import Finding, found
from data_sources.checks.graph import graph_findings, place_findings
from data_sources.checks.plausible import plausible_findings
from data_sources.errors import ContractError
from data_sources.network.graph import NetworkError, load_network
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query

__all__ = ["Finding", "check_utility", "doubts"]

ACCOUNT_RULES = {
    "one_active_account": "Meters with more than one active account",
    "active_meters": "Meters whose is_active disagrees with their accounts",
    "account_numbers": "Account numbers used twice",
    "transformer_status": "Transformers without a status row",
    "feeder_status": "Feeders without a status row",
    "customers_served": "Service transformers whose customers_served differs from their active meters",
}


def check_utility(source: PostgresSource, utility_id: int) -> list[Finding]:
    """All checks of one utility, in a fixed order; worst first is up to the caller.

    Raises:
        NetworkError: there is no such utility.
        SourceUnavailable: the database cannot be reached.
    """
    utility = _utility(source, utility_id)
    area = json.loads(utility["service_area"])
    parts: dict[str, Callable[[], Iterable[Finding]]] = {
        "rows": lambda: _row_findings(source, utility_id),
        "contracts": lambda: contract_findings(source, utility_id),
        "graph": lambda: graph_findings(source, load_network(source, utility_id)),
        "places": lambda: _place_findings(source, utility_id, area),
        "plausibility": lambda: plausible_findings(source, load_network(source, utility_id), utility),
    }
    return [finding for part, findings in parts.items() for finding in _complete(part, findings)]


def doubts(source: PostgresSource, utility_id: int) -> list[Finding]:
    """What an import should say at once: the warnings of whether the network is plausible.

    Raises:
        NetworkError: there is no such utility.
    """
    utility = _utility(source, utility_id)
    findings = _complete("plausibility", lambda: plausible_findings(source, load_network(source, utility_id), utility))
    return [finding for finding in findings if finding.severity != "ok"]


def _utility(source: PostgresSource, utility_id: int) -> dict[str, Any]:
    utilities = source.fetch(Query.of("utilities")).to_pylist()
    chosen = [row for row in utilities if row["utility_id"] == utility_id]
    if not chosen:
        raise NetworkError(f"There is no utility {utility_id}.")
    return dict(chosen[0])


def _complete(part: str, findings: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """The findings of one part; rows so broken that it cannot be checked are a finding too."""
    try:
        return list(findings())
    except (NetworkError, ContractError) as error:
        return [Finding("error", part, 1, "", f"The {part} cannot be checked: {error}")]


def _place_findings(source: PostgresSource, utility_id: int, area: Any) -> Iterable[Finding]:
    if not is_area(area):
        return [Finding("error", "places", 1, "", "The service area is no GeoJSON Polygon or MultiPolygon in degrees")]
    return place_findings(source, load_network(source, utility_id), area)


def _row_findings(source: PostgresSource, utility_id: int) -> Iterator[Finding]:
    checks: Sequence[tuple[str, str, Callable[[str], str]]] = (
        ("check_references", "references", lambda subject: f"Rows of which {subject} points to nothing"),
        ("check_values", "values", lambda subject: f"Rows of {subject} with a negative, infinite or missing value"),
        ("check_summaries", "counts", lambda subject: f"Feeders whose summary of {subject} differs from the rows"),
        ("check_outages", "outages", lambda subject: f"Outages whose {subject} differs from their interruptions"),
        ("check_alarms", "alarms", lambda subject: f"Alarms whose {subject} differs from their steps"),
        ("check_accounts", "accounts", ACCOUNT_RULES.__getitem__),
    )
    for statement, check, sentence in checks:
        rows: pa.Table = source.fetch(Query.of(statement, utility_id=utility_id))
        for row in rows.to_pylist():
            yield found(f"{check}: {row['subject']}", row["row_count"], row["examples"], sentence(row["subject"]))
