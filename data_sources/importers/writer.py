"""An imported network into the database, in one transaction: all of it or nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pyarrow as pa

from data_sources.errors import ImportRefused
from data_sources.importers.conditions import given_conditions
from data_sources.importers.imported import SCHEMAS, ImportedNetwork, ImportReport
from data_sources.importers.summary import feeder_summary
from data_sources.network.rows import NetworkError
from data_sources.postgres.bulk import copy_in
from data_sources.postgres.source import Connection, PostgresSource, execute, execute_many
from data_sources.postgres.utility_rows import Named, Numbering, named_in, remove_demo, remove_utility
from data_sources.studies.assets.writing import write_assessment

__all__ = ["ImportReport", "ImportedNetwork", "write_network"]


def write_network(
    source: PostgresSource, network: ImportedNetwork, *, replace: bool, actor: str, in_place_of_demo: bool = False
) -> ImportReport:
    """Write a utility beside those that are there.

    Ids follow the highest that is or was in use, over all utilities. The page shows the utility once the transaction
    is over; its assets are assessed at once.

    Args:
        source: the database.
        network: what an importer read.
        replace: take the place of the utility of the same name. It keeps its id, its measured weather and its
            weather forecasts, its alarm rules and its shift log; its outages, alarms, crews and events go with its old
            network. What has the name of a thing that was there keeps its id, so that the readings of a meter stay that
            meter's, and what is known of a transformer or pole (inspections, failures, nameplate, the year where the
            network has none) or of a segment (vegetation) stays known. Work orders stay all: without the outage, the
            crew or the asset that is gone, and on hold or waiting where a crew had them.
        actor: who, for the audit row.
        in_place_of_demo: remove the demo utility in the same transaction.

    Raises:
        ImportRefused: a utility of that name is there and `replace` is not set.
    """
    tables, now = _complete(network.tables), dt.datetime.now(dt.UTC)
    counts = {name: rows.num_rows for name, rows in tables.items()}
    with source.transaction(actor, "import_network", detail=_detail(network, counts)) as connection:
        execute(connection, "no_statement_timeout")
        execute(connection, "lock_utilities")
        if in_place_of_demo:
            remove_demo(connection)
        old_id = _old_id(connection, network.utility_name, replace)
        desk = _desk_of(connection, old_id)
        if old_id is not None:
            execute(connection, "records_set_aside", utility_id=old_id)
        named, weather, issued = _remove(connection, old_id)
        ids = Numbering.of(connection, tables, old_id, named)
        copy_in(connection, "utilities", ids.numbered(_utility_row(network)))
        for name, rows in tables.items():
            copy_in(connection, name, ids.numbered(rows))
        copy_in(connection, "inspections", ids.numbered(given_conditions(tables)))
        if old_id is not None:
            execute(connection, "records_put_back", utility_id=old_id)
            execute(connection, "conditions_known_better", utility_id=old_id)
        execute(connection, "restart_work_order_ids")
        execute_many(connection, "upsert_weather", weather)
        execute_many(connection, "upsert_weather_forecast", issued)
        if desk:
            execute(connection, "put_back_desk", **desk)
            execute(connection, "restart_desk_ids")
    with source.dedicated_connection() as connection:
        execute(connection, "analyze_network")
    with suppress(NetworkError):  # `fluxops check` and the services say what does not fit together
        write_assessment(source, ids.utility_id, now)
    return ImportReport(ids.utility_id, network.utility_name, counts, network.accounting, old_id is not None)


def _complete(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """All tables in the order of the schema, empty ones too, with the summary that follows from them."""
    found = {name: tables[name] if name in tables else schema.empty_table() for name, schema in SCHEMAS.items()}
    found["feeder_summary"] = feeder_summary(found)
    return {name: rows.select(SCHEMAS[name].names).cast(SCHEMAS[name]) for name, rows in found.items()}


def _detail(network: ImportedNetwork, counts: Mapping[str, int]) -> dict[str, Any]:
    return {"utility_name": network.utility_name, "source": network.source_note, "rows": dict(counts)}


def _old_id(connection: Connection, name: str, replace: bool) -> int | None:
    row = execute(connection, "utility_by_name", utility_name=name).fetchone()
    if row and not replace:
        raise ImportRefused(
            f"There is a utility named {name!r} already; give another name, or ask to replace it (--replace)."
        )
    return int(row[0]) if row else None


def _remove(connection: Connection, utility_id: int | None) -> tuple[Named, list[dict[str, Any]], list[dict[str, Any]]]:
    """Remove the old rows; answers what of it had which id, and the measured weather and the weather forecasts."""
    if utility_id is None:
        return {}, [], []
    named = named_in(connection, utility_id)
    weather, issued = (_rows_of(connection, name, utility_id) for name in ("measured_weather", "issued_weather"))
    remove_utility(connection, utility_id)
    return named, weather, issued


def _desk_of(connection: Connection, utility_id: int | None) -> dict[str, str]:
    """What people set and wrote down in the control room: alarm rules, shifts and the shift log; it has no network."""
    if utility_id is None:
        return {}
    row = execute(connection, "desk_of_utility", utility_id=utility_id).fetchone()
    assert row
    return dict(zip(("rules", "shifts", "notes"), row, strict=True))


def _rows_of(connection: Connection, name: str, utility_id: int) -> list[dict[str, Any]]:
    cursor = execute(connection, name, utility_id=utility_id)
    names = [column.name for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _utility_row(network: ImportedNetwork) -> pa.Table:
    return pa.table(
        {
            "utility_id": pa.array([1], pa.int32()),
            "utility_name": [network.utility_name],
            "time_zone": [network.time_zone],
            "is_demo": [False],
            "service_area": [json.dumps(network.service_area)],
            "source_note": [network.source_note],
        }
    )
