-- Tells every open page that readings of the history changed; sent when the writing transaction commits.
NOTIFY flux, 'ami'
