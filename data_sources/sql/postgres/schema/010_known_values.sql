-- A value that is not a number, or infinite, is not known: sums and comparisons pass over it. (NaN is greater than every
-- number here, and one of them makes a whole sum NaN.)
CREATE FUNCTION flux.known(value double precision) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN value < 'Infinity' AND value > '-Infinity' THEN value END
$$;

-- Every question about a utility's day asks for its time zone: what is none cannot be written, whoever writes it.
-- `localtime` is this machine's clock, `Factory` says that none was chosen.
CREATE FUNCTION flux.is_time_zone(name text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT
        name NOT IN ('localtime', 'posixrules', 'Factory')
        AND EXISTS (SELECT FROM pg_catalog.pg_timezone_names AS z WHERE z.name = $1)
$$;

CREATE FUNCTION flux.check_time_zone() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT flux.is_time_zone(NEW.time_zone) THEN
        RAISE check_violation USING MESSAGE = format('%L is no time zone', NEW.time_zone);
    END IF;
    RETURN NEW;
END $$;

-- What was written before: its clock becomes UTC, as the page shows the times of a zone that it does not know.
UPDATE flux.utilities SET time_zone = 'UTC' WHERE NOT flux.is_time_zone(time_zone);

CREATE TRIGGER check_time_zone BEFORE INSERT OR UPDATE OF time_zone ON flux.utilities
FOR EACH ROW EXECUTE FUNCTION flux.check_time_zone();

-- Ids of utilities that were removed are not given again: their readings, in the history, are known by them.
CREATE TABLE flux.used_ids (
    counter         text PRIMARY KEY,              -- utility, substation, feeder, …
    highest         integer NOT NULL
);
