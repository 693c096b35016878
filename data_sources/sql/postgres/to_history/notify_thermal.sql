-- Tells every open page that transformers' temperatures in the history changed; sent when the transaction commits.
NOTIFY flux, 'thermal'
