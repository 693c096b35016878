-- One row: what makes published numbers of outages unlike those inside.
-- result: secret string
SELECT secret FROM flux.public_secret
