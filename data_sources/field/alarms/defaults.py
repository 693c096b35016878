"""The rules that a utility begins with; a supervisor changes, disables and deletes them as any other.

Delays and deadbands follow ISA-18.2-2016 clause 10 and EEMUA 191 in kind (deadband about 5 % of the range, delays that
outlast what passes by itself) and are longer than those of a process plant, as loads of a grid move in minutes. Most
rules are of low priority and few of the highest, as the standard's 80 / 15 / 5 asks.
"""

from __future__ import annotations

from typing import Any, Final

MINUTE: Final = 60


def _rule(
    quantity: str, operator: str, threshold: float, deadband: float, delays_s: tuple[int, int], priority: str, text: str
) -> dict[str, Any]:  # fmt: skip
    return {
        "quantity": quantity, "operator": operator, "threshold": threshold, "deadband": deadband,
        "on_delay_s": delays_s[0], "off_delay_s": delays_s[1], "priority": priority, "text": text,
    }  # fmt: skip


DEFAULT_RULES: Final[tuple[dict[str, Any], ...]] = (
    # Customers: a share, so that it fits a utility of any size.
    _rule("system_customers_out_pct", "above", 10, 1, (MINUTE, 5 * MINUTE), "critical",
          "One customer in ten is out: consider declaring a storm and calling crews in."),
    _rule("system_customers_out_pct", "above", 2, 0.2, (MINUTE, 5 * MINUTE), "high",
          "Two percent of all customers are out: look at Outage Management."),
    _rule("feeder_customers_out", "above", 500, 50, (MINUTE, MINUTE), "medium",
          "More than 500 customers of a feeder are out: can its trunk be fed from elsewhere?"),
    # Loads. A feeder's and a substation's rating is a limit; a distribution transformer carries half more for hours.
    _rule("substation_load_pct", "above", 100, 5, (5 * MINUTE, 5 * MINUTE), "high",
          "The substation is above its capacity: move load to its neighbours."),
    _rule("feeder_load_pct", "above", 100, 5, (5 * MINUTE, 5 * MINUTE), "medium",
          "The feeder is above its rating: move load over its ties."),
    _rule("feeder_load_pct", "above", 90, 5, (10 * MINUTE, 10 * MINUTE), "low",
          "The feeder nears its rating: plan to move load."),
    _rule("transformer_load_pct", "above", 200, 10, (10 * MINUTE, 10 * MINUTE), "medium",
          "The transformer carries twice its rating: look at its hot spot; a crew may relieve or replace it."),
    _rule("transformer_load_pct", "above", 160, 10, (30 * MINUTE, 10 * MINUTE), "low",
          "The transformer has been overloaded for half an hour and ages fast: look at its hot spot."),
    # Voltage: range B of ANSI C84.1 at the meter's side of the transformer, 120 V base, and ±5 % on the feeder.
    _rule("transformer_voltage_v", "below", 110, 1, (5 * MINUTE, 5 * MINUTE), "medium",
          "Below range B of ANSI C84.1 (110 V): look at regulators and capacitors."),
    _rule("transformer_voltage_v", "above", 127, 1, (5 * MINUTE, 5 * MINUTE), "low",
          "Above range B of ANSI C84.1 (127 V): look at regulators and capacitors."),
    _rule("feeder_voltage_pct", "below", 95, 0.5, (2 * MINUTE, 2 * MINUTE), "medium",
          "The feeder is below 95 % of its nominal voltage: look at its regulator."),
    _rule("feeder_voltage_pct", "above", 105, 0.5, (2 * MINUTE, 2 * MINUTE), "low",
          "The feeder is above 105 % of its nominal voltage: look at its regulator."),
    _rule("feeder_power_factor", "below", 0.85, 0.02, (15 * MINUTE, 15 * MINUTE), "low",
          "The feeder's power factor is low: are its capacitors in service?"),
    # Weather.
    _rule("wind_mps", "above", 17.2, 2, (0, 0), "medium",
          "Gale (Beaufort 8): expect faults of overhead lines, have crews ready."),
    _rule("temperature_c", "above", 38, 1, (0, 0), "low",
          "Hot: expect overloads in the afternoon."),
    # What is not told any more: without data no other alarm can be raised.
    _rule("feeder_status_age_s", "above", 900, 300, (MINUTE, MINUTE), "high",
          "No feeder has been measured for a quarter of an hour: loads are not known. Look at the telemetry."),
    _rule("transformer_status_age_s", "above", 1800, 300, (MINUTE, MINUTE), "medium",
          "No transformer has been measured for half an hour: look at the stream of readings."),
    _rule("weather_age_s", "above", 3 * 3600, 600, (MINUTE, MINUTE), "low",
          "The weather is more than three hours old: look at its import."),
)  # fmt: skip
