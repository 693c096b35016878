-- Search as one types: names without regard to case, one utility at a time, read in the order of the names.
DROP INDEX flux.poles_name, flux.transformers_name, flux.meters_name, flux.customers_account;
CREATE INDEX segments_search ON flux.segments (utility_id, lower(segment_name) text_pattern_ops);
CREATE INDEX poles_search ON flux.poles (utility_id, lower(pole_name) text_pattern_ops);
CREATE INDEX transformers_search ON flux.transformers (utility_id, lower(transformer_name) text_pattern_ops);
CREATE INDEX meters_search ON flux.meters (utility_id, lower(meter_name) text_pattern_ops);
CREATE INDEX customers_search ON flux.customers (utility_id, lower(account_number) text_pattern_ops);
CREATE INDEX devices_search ON flux.devices (utility_id, lower(device_name) text_pattern_ops);

-- Details: what hangs on a node, a pole or a segment.
CREATE INDEX segments_to_node ON flux.segments (to_node_id);
CREATE INDEX transformers_pole ON flux.transformers (pole_id) WHERE pole_id IS NOT NULL;
CREATE INDEX transformers_node ON flux.transformers (node_id);
CREATE INDEX devices_segment ON flux.devices (segment_id);
