"""Interval batches out of Kafka topics' messages (see `messages` for their form).

Offsets are not committed to Kafka: they stand in the history, together with the rows (key
`kafka:<cluster>:<topic>:<partition>`, value: the next offset to read). So partitions are assigned, not balanced by a
group, and one process reads a topic. A partition without an offset is read from its beginning. New partitions are found
within a minute. Messages that Kafka dropped before they were read are lost; that is told as an error.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any

from data_sources.errors import SettingsError, SourceUnavailable
from data_sources.pipeline.streams.batch import Batch
from data_sources.pipeline.streams.messages import decode_messages

try:
    import confluent_kafka as kafka
except ImportError as error:  # pragma: no cover
    raise SettingsError("Reading from Kafka needs an extra: pip install 'flux-ops-center[stream]'.") from error

log = logging.getLogger(__name__)

MESSAGES_AT_ONCE = 2_000
MESSAGES_A_FILE = 10_000
LOOK_SECONDS = 60.0  # for new partitions
RETRY_SECONDS = 2.0
IDLE_SECONDS = 1.0
_GONE = (kafka.KafkaError._ALL_BROKERS_DOWN, kafka.KafkaError._AUTHENTICATION)

_silent = logging.getLogger("data_sources.pipeline.kafka_client")  # the client repeats itself; we say it once
_silent.setLevel(logging.CRITICAL + 1)


class KafkaIntake:
    """Reads one topic.

    Args:
        brokers: `host:port`, separated by commas.
        topic: its name.
        options: more settings of the client (security.protocol, sasl.*), as librdkafka names them.
    """

    def __init__(self, brokers: str, topic: str, *, options: Mapping[str, Any] | None = None) -> None:
        """Makes the client; it connects in the background."""
        self.name = f"kafka topic {topic} at {brokers}"
        self._topic, self._brokers = topic, brokers
        self._offsets: dict[str, str] = {}
        self._cluster = ""
        self._assigned: set[int] = set()
        self._next_look = 0.0
        self._trouble = ""
        settings = {
            "bootstrap.servers": brokers, "group.id": "fluxops", "enable.auto.commit": False,
            "enable.auto.offset.store": False, "auto.offset.reset": "error", "isolation.level": "read_committed",
            "reconnect.backoff.max.ms": 2000, "fetch.wait.max.ms": 100, "allow.auto.create.topics": False,
            "error_cb": self._note,
        }  # fmt: skip
        self._consumer = kafka.Consumer({**settings, **(options or {})}, logger=_silent)

    def resume(self, offsets: Mapping[str, str]) -> None:
        """Read on at these offsets."""
        self._offsets = {key: value for key, value in offsets.items() if key.startswith("kafka:")}
        self._assigned, self._next_look = set(), 0.0

    def take(self, max_rows: int, max_seconds: float) -> Batch | None:
        """Messages until about `max_rows`, a quiet moment, or `max_seconds` after the first; None when none came."""
        if not self._ready():
            return None
        batch, ends = Batch(), time.monotonic() + IDLE_SECONDS
        while len(batch.readings) < max_rows and time.monotonic() < ends:
            found = self._consumer.consume(MESSAGES_AT_ONCE, max(0.0, min(ends - time.monotonic(), 0.2)))
            messages = [message for message in found if not self._is_error(message)]
            if messages and not batch.offsets:
                ends = time.monotonic() + max_seconds
            if messages:
                batch.add(self._decode(messages))
            elif batch.offsets and not found:
                break  # quiet for a moment: what is there need not wait for more
        return batch if batch.offsets else None

    def committed(self, batch: Batch) -> None:
        """Nothing to move: the offsets are in the history."""

    def close(self) -> None:
        """Leave the brokers."""
        self._consumer.close()

    def file_of(self, origin: str) -> str:
        """One for so many messages of a partition: a bad message alone has no file of its own."""
        partition, _, offset = origin.rpartition("-")
        return f"{partition}-{int(offset) // MESSAGES_A_FILE * MESSAGES_A_FILE:012}"

    def _decode(self, messages: list[Any]) -> Batch:
        batch = decode_messages(
            [(f"kafka-{self._topic}-{one.partition()}-{one.offset()}", one.value()) for one in messages]
        )
        # Messages of a partition come in order, so the last one of each counts.
        batch.offsets = {self._key(one.partition()): str(one.offset() + 1) for one in messages}
        self._offsets |= batch.offsets
        self._heal()
        return batch

    def _ready(self) -> bool:
        """Assign partitions that are not yet; False while the brokers or the topic are away."""
        if time.monotonic() < self._next_look and self._assigned and not self._trouble:
            return True
        try:
            self._assign()
        except (kafka.KafkaException, SourceUnavailable) as error:
            self._say(str(error.args[0]))
            time.sleep(RETRY_SECONDS / 4)
            return bool(self._assigned)
        return True

    def _assign(self) -> None:
        found = self._consumer.list_topics(self._topic, timeout=RETRY_SECONDS)
        topic = found.topics[self._topic]
        if topic.error or not topic.partitions:
            raise SourceUnavailable(f"the topic {self._topic} is not there ({topic.error})")
        self._cluster = found.cluster_id or ""
        self._heal()
        if set(topic.partitions) != self._assigned:
            start = [kafka.TopicPartition(self._topic, one, self._start(one)) for one in sorted(topic.partitions)]
            self._consumer.assign(start)
            self._assigned = set(topic.partitions)
        self._next_look = time.monotonic() + LOOK_SECONDS

    def _start(self, partition: int) -> int:
        return int(self._offsets.get(self._key(partition), kafka.OFFSET_BEGINNING))

    def _key(self, partition: int) -> str:
        return f"kafka:{self._cluster}:{self._topic}:{partition}"

    def _is_error(self, message: Any) -> bool:
        if message.error() is None:
            return False
        if message.error().code() == kafka.KafkaError._AUTO_OFFSET_RESET:
            self._start_over(message.partition())
        self._note(message.error())
        return True

    def _start_over(self, partition: int) -> None:
        """The next message is there no longer (kept too short a time, or the topic was made anew)."""
        log.error(
            "Kafka no longer holds partition %d of %s from offset %s on: what it dropped is lost; going on with its "
            "oldest message.", partition, self._topic, self._offsets.get(self._key(partition), "0"),
        )  # fmt: skip
        self._consumer.seek(kafka.TopicPartition(self._topic, partition, kafka.OFFSET_BEGINNING))

    def _note(self, error: Any) -> None:
        """Called by the client, inside `consume`, also for troubles that are over: so look before saying anything."""
        if error.code() in _GONE:
            self._next_look = 0.0

    def _say(self, trouble: str) -> None:
        if not self._trouble:
            log.warning("Kafka at %s cannot be read: %s. Trying again until it can.", self._brokers, trouble)
        self._trouble = trouble

    def _heal(self) -> None:
        if self._trouble:
            log.info("Kafka at %s can be read again.", self._brokers)
        self._trouble = ""
