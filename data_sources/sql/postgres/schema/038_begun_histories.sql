-- Where an embedded history of this database was begun: there a folder without one is a disk that is away, not a new one.
CREATE TABLE flux.begun_histories (
    place           text PRIMARY KEY, -- machine and folder
    begun_at        timestamptz NOT NULL DEFAULT now()
);
