-- One row where a storm is declared: what a supervisor approved for the public, NULL where nothing was.
-- result: public_text string, public_text_at timestamp
-- topics: storms
SELECT public_text, public_text_at FROM flux.storms WHERE utility_id = :utility_id AND ended_at IS NULL
