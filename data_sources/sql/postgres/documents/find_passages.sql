-- One row a passage that answers some words best, the best first; words in other words of the trade count as the same.
-- Of all words that were asked, weighed by how seldom they are, `covered` is the share that stands in the passage and
-- `headed` the share in its heading; 1 is all. A passage that is what a search engine would be asked for ("…", -word) leads.
-- result: document_id int64, title string, file_name string, kind string, counts string, number int32, page int32, heading string, passage string, covered float64, headed float64, score float64, loaded_at timestamp
-- topics: documents
WITH
shown AS (
    SELECT document_id, title, file_name, kind, counts, loaded_at, language::regconfig AS language
    FROM flux.documents
    WHERE utility_id IS NULL OR utility_id = :utility_id
),
spoken AS (
    SELECT language, websearch_to_tsquery(language, :words) AS whole
    FROM shown
    GROUP BY language
),
said AS (
    SELECT
        language, '''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''' AS quoted,
        (SELECT count(*) FROM shown AS s JOIN flux.passages USING (document_id) WHERE s.language = spoken.language) AS passages
    FROM spoken
    CROSS JOIN unnest(to_tsvector(language, :words)) AS stem
),
weighed AS (
    SELECT
        language, quoted::tsquery AS anywhere, (quoted || ':A')::tsquery AS in_heading,
        ln(1 + (passages + 1.0) / (0.5 + (
            SELECT count(*)
            FROM flux.passages AS p
            JOIN shown AS s USING (document_id)
            WHERE p.words @@ quoted::tsquery AND s.language = said.language
        ))) AS weight
    FROM said
),
asked AS (
    SELECT language, string_agg(anywhere::text, ' | ')::tsquery AS some, sum(weight) AS weight FROM weighed GROUP BY language
),
found AS (
    SELECT
        s.document_id, s.title, s.file_name, s.kind, s.counts, p.number, p.page, p.heading, p.passage, s.loaded_at,
        w.covered / a.weight AS covered, w.headed / a.weight AS headed,
        ts_rank_cd(p.words, a.some, 33) AS density, p.words @@ spoken.whole AS is_whole
    FROM asked AS a
    JOIN spoken USING (language)
    JOIN shown AS s USING (language)
    JOIN flux.passages AS p ON p.document_id = s.document_id AND p.words @@ a.some
    CROSS JOIN LATERAL (
        SELECT
            coalesce(sum(weight) FILTER (WHERE p.words @@ anywhere), 0) AS covered,
            coalesce(sum(weight) FILTER (WHERE p.words @@ in_heading), 0) AS headed
        FROM weighed
        WHERE weighed.language = a.language
    ) AS w
)
SELECT
    document_id, title, file_name, kind, counts, number, page, heading, passage, covered::float8, headed::float8,
    (covered + 0.5 * headed + 0.3 * density + CASE WHEN is_whole THEN 0.3 ELSE 0 END)::float8 AS score, loaded_at
FROM found
ORDER BY score DESC, document_id, number
LIMIT :most
