"""What the assistant answers from the history: loads, losses, reads, voltage, meters, transformers, weather."""

from __future__ import annotations

from typing import Any, Final

from app.assistant.tools import Tool, followed_by
from app.tabs.ami_analytics.tools.classes import ENERGY_BY_CLASS, ENERGY_OF_CLASS
from app.tabs.ami_analytics.tools.compared import LOAD_BESIDE_BEFORE, LOADS_COMPARED
from app.tabs.ami_analytics.tools.completeness import COMPLETENESS, FEEDERS_BY_COMPLETENESS
from app.tabs.ami_analytics.tools.forecast import FORECAST_PEAK, LOAD_FORECAST
from app.tabs.ami_analytics.tools.load_ranks import FEEDERS_BY_LOAD, SUBSTATIONS_BY_LOAD
from app.tabs.ami_analytics.tools.loads import LOAD_CURVE, LOAD_DURATION, LOAD_OF_PERIOD
from app.tabs.ami_analytics.tools.losses import FEEDERS_BY_LOSSES, LOSSES_OF_PLACE
from app.tabs.ami_analytics.tools.meter import METER_LOAD_CURVE, METER_READINGS, METER_VOLTAGE_CURVE
from app.tabs.ami_analytics.tools.meters import METERS_BY
from app.tabs.ami_analytics.tools.suspects import LOSS_SUSPECTS
from app.tabs.ami_analytics.tools.transformers import TRANSFORMER_LOAD_CURVE, TRANSFORMER_READINGS, TRANSFORMERS_BY
from app.tabs.ami_analytics.tools.voltage import FEEDERS_BY_VOLTAGE, VOLTAGE_OF_PLACE
from app.tabs.ami_analytics.tools.weather import WEATHER_CURVE, WEATHER_OF_PERIOD
from app.tabs.ami_analytics.tools.weather_ahead import WEATHER_AHEAD
from app.tabs.ami_analytics.tools.weather_counted import DAYS_BY_WEATHER, HOURS_BY_WEATHER

_AFTER_LOAD: Final = ("top 3 feeders by loading", "load forecast for tomorrow", "how many transformers are overloaded")
_AFTER_LOSSES: Final = ("which 3 feeders had the highest losses yesterday", "suspects of theft")
_AFTER_WEATHER: Final = ("list active outages", "load forecast for tomorrow")
AMI_TOOLS: Final[tuple[Tool[Any], ...]] = (
    *followed_by(_AFTER_LOAD, LOAD_OF_PERIOD, LOAD_CURVE, FEEDERS_BY_LOAD, SUBSTATIONS_BY_LOAD),
    *followed_by(_AFTER_LOSSES, LOSSES_OF_PLACE, FEEDERS_BY_LOSSES),
    COMPLETENESS, FEEDERS_BY_COMPLETENESS, METERS_BY, VOLTAGE_OF_PLACE, FEEDERS_BY_VOLTAGE, METER_READINGS,
    METER_LOAD_CURVE, METER_VOLTAGE_CURVE, TRANSFORMER_READINGS, TRANSFORMER_LOAD_CURVE, TRANSFORMERS_BY,
    *followed_by(_AFTER_LOAD, LOADS_COMPARED, LOAD_BESIDE_BEFORE, LOAD_DURATION),
    *followed_by(("system load now", "top 3 feeders by loading"), FORECAST_PEAK, LOAD_FORECAST), LOSS_SUSPECTS,
    *followed_by(_AFTER_WEATHER, WEATHER_OF_PERIOD, WEATHER_CURVE, WEATHER_AHEAD, HOURS_BY_WEATHER, DAYS_BY_WEATHER),
    ENERGY_OF_CLASS, ENERGY_BY_CLASS,
)  # fmt: skip
