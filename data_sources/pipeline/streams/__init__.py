"""Readings in without end: Kafka, a spool folder, Snowpipe."""
