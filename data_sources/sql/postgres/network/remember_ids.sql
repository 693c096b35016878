-- Keeps the highest id of a counter that was ever in use, before its rows go.
INSERT INTO flux.used_ids (counter, highest) VALUES (:counter, :highest)
ON CONFLICT (counter) DO UPDATE SET highest = greatest(flux.used_ids.highest, excluded.highest)
