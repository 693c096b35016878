-- Notes that a history was begun in a place.
INSERT INTO flux.begun_histories (place) VALUES (:place) ON CONFLICT DO NOTHING
