-- One row a passage of a document, in their order, of all pages or (page > 0) of one.
-- result: title string, counts string, pages int32, number int32, page int32, heading string, passage string
-- topics: documents
SELECT d.title, d.counts, d.pages, p.number, p.page, p.heading, p.passage
FROM flux.documents AS d
JOIN flux.passages AS p USING (document_id)
WHERE d.document_id = :document_id AND (:page = 0 OR p.page = :page)
ORDER BY p.number
