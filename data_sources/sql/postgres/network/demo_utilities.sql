-- One row a demo utility, with what it was made of.
SELECT utility_id, seed, source_note FROM flux.utilities WHERE is_demo
