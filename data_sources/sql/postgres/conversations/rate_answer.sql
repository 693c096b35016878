-- Keeps what a person thinks of an answer, in place of what they thought before.
INSERT INTO flux.answer_ratings (turn_id, person, is_good, comment, rated_at)
VALUES (:turn_id, :person, :is_good, :comment, :now)
ON CONFLICT (turn_id, person) DO UPDATE
SET is_good = excluded.is_good, comment = excluded.comment, rated_at = excluded.rated_at
