-- Accounts are found by any word of their holder's name and of the address, in any order, as one types.
-- No extension is needed: the words are lexemes of a text search of their own making, and a GIN index finds lexemes by
-- their beginnings.

-- The words of a text: without regard to case, marks between words left out, marks within a word (O'Dell) dropped.
CREATE FUNCTION flux.words(said text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_remove(
    string_to_array(translate(lower(left(said, 500) COLLATE flux.letters), E'.,;:/\\-_"#&()\t\n\r''’', repeat(' ', 16)), ' '), ''
);

CREATE INDEX customers_words ON flux.customers USING gin (
    array_to_tsvector(flux.words(coalesce(customer_name, '') || ' ' || coalesce(service_address, '')))
);
