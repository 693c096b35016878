-- One row a passage that answers some words best, the best first; words in other words of the trade count as the same.
-- Of all words that were asked, weighed by how seldom they are, `covered` is the share that stands in the passage and
-- `headed` the share in its heading; 1 is all. A passage that is what a search engine would be asked for ("…", -word) leads.
-- result: document_id int64, title string, file_name string, kind string, counts string, number int32, page int32, heading string, passage string, covered float64, headed float64, score float64, loaded_at timestamp, media_type string
-- topics: documents
WITH
shown AS MATERIALIZED (
    SELECT document_id, title, file_name, kind, counts, loaded_at, media_type, language::regconfig AS language
    FROM flux.documents
    WHERE utility_id IS NULL OR utility_id = :utility_id
),
spoken AS MATERIALIZED (
    SELECT language, websearch_to_tsquery(language, :words) AS whole
    FROM shown
    GROUP BY language
),
said AS MATERIALIZED (
    SELECT
        language, stem, ('''' || replace(replace(stem, '\', '\\'), '''', '''''') || '''')::tsquery AS anywhere
    FROM spoken
    CROSS JOIN LATERAL unnest(to_tsvector(language, :words)) AS given (stem, positions, weights)
),
-- Each word by the index once: no passage is read for it.
stands AS MATERIALIZED (
    SELECT said.language, said.stem, p.document_id, p.number
    FROM said
    CROSS JOIN LATERAL (SELECT document_id, number FROM flux.passages WHERE words @@ said.anywhere OFFSET 0) AS p
    JOIN shown USING (document_id, language)
),
often AS (
    SELECT language, count(*) AS passages
    FROM flux.passages
    JOIN shown USING (document_id)
    GROUP BY language
),
weighed AS MATERIALIZED (
    SELECT
        said.language, said.stem, ln(1 + (o.passages + 1.0) / (0.5 + count(s.number)))::float8 AS weight
    FROM said
    JOIN often AS o USING (language)
    LEFT JOIN stands AS s USING (language, stem)
    GROUP BY said.language, said.stem, o.passages
),
asked AS MATERIALIZED (
    SELECT language, sum(weight) AS weight, string_agg(anywhere::text, ' | ')::tsquery AS some
    FROM weighed
    JOIN said USING (language, stem)
    GROUP BY language
),
best AS MATERIALIZED (
    SELECT s.language, s.document_id, s.number, sum(w.weight) / a.weight AS covered
    FROM stands AS s
    JOIN weighed AS w USING (language, stem)
    JOIN asked AS a USING (language)
    GROUP BY s.language, s.document_id, s.number, a.weight
    HAVING sum(w.weight) >= a.weight * :enough
    ORDER BY covered DESC, s.document_id, s.number
    LIMIT 200
),
found AS (
    SELECT
        d.document_id, d.title, d.file_name, d.kind, d.counts, p.number, p.page, p.heading, p.passage, d.loaded_at,
        d.media_type, b.covered, ts_rank_cd(p.words, a.some, 33) AS density, p.words @@ spoken.whole AS is_whole,
        (
            SELECT coalesce(sum(w.weight), 0) / a.weight
            FROM weighed AS w
            WHERE w.language = b.language AND w.stem = ANY (tsvector_to_array(ts_filter(p.words, '{a}')))
        ) AS headed
    FROM best AS b
    JOIN asked AS a USING (language)
    JOIN spoken USING (language)
    JOIN shown AS d USING (document_id)
    JOIN flux.passages AS p USING (document_id, number)
)
SELECT
    document_id, title, file_name, kind, counts, number, page, heading, passage, covered::float8, headed::float8,
    (covered + 0.5 * headed + 0.3 * density + CASE WHEN is_whole THEN 0.3 ELSE 0 END)::float8 AS score, loaded_at, media_type
FROM found
ORDER BY score DESC, document_id, number
LIMIT :most
