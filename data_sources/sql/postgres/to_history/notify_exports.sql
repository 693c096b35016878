-- Tells every open page that outages or weather of the history changed; sent when the writing transaction commits.
NOTIFY flux, 'exports'
