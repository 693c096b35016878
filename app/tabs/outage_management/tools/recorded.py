"""What is on record of outages, and whether a period lies within it: a year without a record is no index of 0."""

from __future__ import annotations

from app.assistant.context import ToolContext
from app.assistant.periods import DAY, LocalSpan
from app.assistant.refusals import NoAnswer, RefusalReason
from app.record import shared_record
from data_sources.history.reliability import ReliabilityRecord


def record_of(context: ToolContext) -> ReliabilityRecord:
    """Everything on record, kept for five minutes with the Reliability view; its statements are noted.

    Raises:
        SourceUnavailable: a source cannot be reached.
    """
    live = context.sources.live
    record = shared_record(live, context.sources, context.utility_id, context.zone.key, context.now)
    for query in record.asked:
        context.note(query)
    return record


def begun_span(context: ToolContext, period: str) -> LocalSpan:
    """A period of which something is over.

    Raises:
        NoAnswer: it has not begun.
    """
    span = context.span(period)
    if span.from_at >= context.now:
        raise NoAnswer(RefusalReason.NOT_KNOWN_YET, f"Nobody knows yet what outages {span.words} will bring.")
    return span


def span_on_record(context: ToolContext, record: ReliabilityRecord, period: str) -> LocalSpan:
    """A period of which something is over and on record.

    Raises:
        NoAnswer: it has not begun, or is over before the first year with an outage on record.
    """
    span = begun_span(context, period)
    if not record.years or (span.end_day - DAY).year < record.years[0]:
        since = f"The record of outages begins in {record.years[0]}" if record.years else "No outage is on record"
        raise NoAnswer(RefusalReason.NOT_IN_DATA, f"{since}: nothing is known of {span.words}.")
    return span
