-- Tells everybody that rows of the network changed in place: the network itself is the same.
SELECT pg_notify('flux', 'network')
