-- Writes passages, in the order in which they come; `same` are other words of the trade for words that stand in them.
INSERT INTO flux.passages (document_id, number, page, heading, passage, words)
SELECT
    :document_id, number, page, heading, passage,
    setweight(to_tsvector(:language::regconfig, heading), 'A') || setweight(to_tsvector(:language::regconfig, :title), 'B')
    || setweight(to_tsvector(:language::regconfig, passage), 'C') || setweight(to_tsvector(:language::regconfig, same), 'D')
FROM unnest(:pages::integer[], :headings::text[], :texts::text[], :same::text[])
    WITH ORDINALITY AS given (page, heading, passage, same, number)
