"""A Kafka cluster in a process of its own, which a test may stop for a while: prints its brokers, then takes lines of
text as messages of the topic `ami`."""

from __future__ import annotations

import sys

from confluent_kafka import Producer

if __name__ == "__main__":
    producer = Producer({"bootstrap.servers": "none", "test.mock.num.brokers": 1, "log_level": 0})
    found = producer.list_topics(timeout=10)
    print(",".join(f"{one.host}:{one.port}" for one in found.brokers.values()), flush=True)
    for line in sys.stdin:
        producer.produce("ami", line.encode(), partition=0)
        producer.flush()
