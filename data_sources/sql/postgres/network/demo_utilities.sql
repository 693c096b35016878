-- One row a demo utility.
SELECT utility_id FROM flux.utilities WHERE is_demo
