-- Gives a lease back, if it is ours.
DELETE FROM flux.heartbeats WHERE service = :service AND detail ->> 'holder' = CAST(:holder AS text)
