"""Query parameters: one pydantic model an endpoint; unknown names, repeats and bad values are refused by field."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from app.api.errors import ApiError, from_validation
from data_sources.analytics.clock import naive_utc
from data_sources.numerals import number, whole_number

MAX_ID = 2**31 - 1
MAX_IDS = 1000
MAX_LIMIT = 10_000
DATE_ALONE = re.compile(r"\d{4}-\d{2}-\d{2}")
MAX_RANGE = dt.timedelta(days=800)  # two years to compare, with room

AssetType = Literal["substation", "pole", "transformer", "meter"]
ConnectionType = Literal["head", "segment", "transformer", "secondary", "meter"]


def split_list(value: object) -> object:
    """A list as a query says it, separated by commas."""
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


def _is_box(value: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = value
    if not all(map(math.isfinite, value)) or not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise ValueError("give west,south,east,north in degrees, west below east and south below north")
    return value


def _is_time_cursor(value: str) -> str:
    if not re.fullmatch(r"after\.\d{1,10}\.\d{1,4}", value) or int(value.split(".")[1]) > MAX_ID:
        raise ValueError("give the next_cursor of an answer as it came")
    return value


def _is_cursor(value: str) -> str:
    if not re.fullmatch(r"[a-z]{1,20}\.\d{1,10}", value) or int(value.split(".")[1]) > MAX_ID:
        raise ValueError("give the next_cursor of an answer as it came")
    return value


def _is_decimal(value: object) -> object:
    """Pydantic takes `1_2` for 12, as Python does."""
    return whole_number(value) if isinstance(value, str) else value


def _is_number(value: object) -> object:
    return number(value) if isinstance(value, str) else value


Whole = Annotated[int, BeforeValidator(_is_decimal)]
Id = Annotated[Whole, Field(ge=0, le=MAX_ID)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(split_list), Field(min_length=1, max_length=MAX_IDS)]
Number = Annotated[float, BeforeValidator(_is_number)]
Box = Annotated[tuple[Number, Number, Number, Number], BeforeValidator(split_list), AfterValidator(_is_box)]
Cursor = Annotated[str, AfterValidator(_is_cursor)]
TimeCursor = Annotated[str, AfterValidator(_is_time_cursor)]
Limit = Annotated[Whole, Field(ge=1, le=MAX_LIMIT)]


def _in_range(value: dt.datetime) -> dt.datetime:
    if not 1970 <= value.year < 2038:
        raise ValueError("give a date from 1970 to 2037")
    return value.astimezone(dt.UTC) if value.tzinfo else value.replace(tzinfo=dt.UTC)


def _or_day(value: object, parsed: ValidatorFunctionWrapHandler) -> dt.datetime:
    """An instant; a date alone stays without a zone: it is a midnight of a clock that is not known here."""
    at = _in_range(parsed(value))
    return at.replace(tzinfo=None) if isinstance(value, str) and DATE_ALONE.fullmatch(value.strip()) else at


Moment = Annotated[dt.datetime, AfterValidator(_in_range)]
MomentOrDay = Annotated[dt.datetime, WrapValidator(_or_day)]


class NoParams(BaseModel):
    """No parameter at all."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class UtilityParams(NoParams):
    """Which utility is asked about."""

    utility_id: Id | None = Field(None, description="the utility; the first one when left out")


class AssetParams(UtilityParams):
    """Which assets, and how many at a time."""

    bbox: Box | None = Field(None, description="west,south,east,north in degrees (WGS 84)")
    type: Annotated[tuple[AssetType, ...], BeforeValidator(split_list), Field(min_length=1, max_length=4)] = Field(
        ("substation", "pole", "transformer", "meter"), description="kinds of asset, separated by commas"
    )
    circuits: Ids | None = Field(None, description="feeder_ids, separated by commas (substations: those feeding them)")
    ids: Ids | None = Field(None, description="asset_ids, separated by commas; with one `type`, as kinds share numbers")
    limit: Limit = Field(1000, description="rows of one answer at most")
    cursor: Cursor | None = Field(None, description="next_cursor of the answer before")

    @model_validator(mode="after")
    def _ids_need_one_type(self) -> Self:
        if self.ids is not None and len(self.type) != 1:
            raise ApiError(400, "Give one type with ids: kinds of asset share numbers.", "type")
        return self


class FeederParams(UtilityParams):
    """Which part of the network."""

    feeder_id: Id | None = Field(None, description="segments of this feeder only")
    substation_id: Id | None = Field(None, description="segments of this substation's feeders only")


class ConnectionParams(FeederParams):
    """Which connections, and how many at a time."""

    type: Annotated[tuple[ConnectionType, ...], BeforeValidator(split_list), Field(min_length=1, max_length=5)] = Field(
        ("head", "segment", "transformer", "secondary", "meter"),
        description="kinds of connection, separated by commas: substation to its feeder's first node (head), node to "
        "node (segment), node to transformer, transformer to its secondary node, transformer or node to meter",
    )
    limit: Limit = Field(1000, description="rows of one answer at most")
    cursor: Cursor | None = Field(None, description="next_cursor of the answer before")


class RangeParams(NoParams):
    """Which time, half-open."""

    from_: Moment | None = Field(None, alias="from", description="first instant (ISO 8601; UTC without an offset)")
    to: Moment | None = Field(None, description="instant after the last (ISO 8601; UTC without an offset)")

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        first, end = (at and naive_utc(at) for at in (self.from_, self.to))
        if first and end and not first < end <= first + MAX_RANGE:
            raise ApiError(400, f"Give an instant after `from`, at most {MAX_RANGE.days} days later.", "to")
        return self


class HistoricalParams(RangeParams):
    """Whose readings, when, and how fine; without `from` and `to` the last day. Rows are those that begin in it."""

    from_: MomentOrDay | None = Field(
        None,
        alias="from",
        description="first instant (ISO 8601; UTC without an offset); a date alone is a midnight of its clock",
    )
    to: MomentOrDay | None = Field(None, description="instant after the last, written like `from`")

    meter_id: Id | None = Field(None, description="readings of this meter (give one of the three)")
    transformer_id: Id | None = Field(None, description="sums of this transformer's meters")
    feeder_id: Id | None = Field(None, description="sums of this feeder's meters")
    resolution: Literal["15min", "hour", "day"] = Field(
        "15min",
        description="15min: intervals as they were measured, whatever their length; hour, day: of the utility's clock",
    )
    limit: Limit = Field(1000, description="rows of one answer at most")
    cursor: TimeCursor | None = Field(None, description="next_cursor of the answer before")

    @model_validator(mode="after")
    def _one_asset(self) -> Self:
        if sum(one is not None for one in (self.meter_id, self.transformer_id, self.feeder_id)) != 1:
            raise ApiError(400, "Give one of meter_id, transformer_id and feeder_id.", "meter_id")
        return self

    @property
    def asset(self) -> tuple[str, int]:
        """Kind and number of what is asked about."""
        given = {"meter": self.meter_id, "transformer": self.transformer_id, "feeder": self.feeder_id}
        return next((kind, number) for kind, number in given.items() if number is not None)


class OutageParams(UtilityParams):
    """Which outages."""

    include: Literal["active", "unclosed"] = Field(
        "active", description="active: customers may be out; unclosed: predicted, planned and restored ones too"
    )


class OutageTrendParams(UtilityParams, RangeParams):
    """Which outages, by which periods; without `from` and `to` the last year."""

    by: Literal["day", "week", "month"] = Field("month", description="length of a period (UTC; weeks begin on Monday)")
    feeder_id: Id | None = Field(None, description="outages of this feeder only")
    cause: Annotated[str, Field(min_length=1, max_length=100)] | None = Field(
        None, description="outages of this cause only"
    )


ModelT = TypeVar("ModelT", bound=NoParams)


def read(model: type[ModelT], arguments: Mapping[str, Sequence[bytes]]) -> ModelT:
    """The checked parameters of a request.

    Args:
        model: what the endpoint takes.
        arguments: tornado's `query_arguments`: every value given, by name.

    Raises:
        ApiError: 400 with the field named.
    """
    values: dict[str, str] = {}
    known = {field.alias or name for name, field in model.model_fields.items()}
    for name, given in arguments.items():
        if name not in known:
            raise ApiError(400, "There is no such parameter.", name)
        if len(given) != 1:
            raise ApiError(400, "Give it once; lists are separated by commas.", name)
        try:
            values[name] = given[0].decode()
        except UnicodeDecodeError:
            raise ApiError(400, "It is not UTF-8 text.", name) from None
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise from_validation(error) from None
