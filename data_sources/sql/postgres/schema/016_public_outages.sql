-- What published numbers of outages are made with (HMAC): the same outage keeps its number through restarts and on every
-- server of this database, and nobody outside can work out ours from it.
CREATE TABLE flux.public_secret (
    is_only         boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    secret          text NOT NULL
);
INSERT INTO flux.public_secret (secret) VALUES (gen_random_uuid()::text || gen_random_uuid()::text);
