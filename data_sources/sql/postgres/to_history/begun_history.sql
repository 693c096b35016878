-- One row if a history was begun in a place.
-- result: place string
-- topics: network
SELECT place FROM flux.begun_histories WHERE place = :place
