-- Documents that people read (manuals, procedures, compliance texts), and their passages, found by their words.

-- One row a document. Of what utility_id NULL says: of every utility. No foreign key: what is written down about the work
-- stays where a network is replaced by a newer one; `fluxops remove` takes a utility's documents with it.
CREATE TABLE flux.documents (
    document_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    utility_id      integer,
    origin          text NOT NULL CHECK (origin IN ('folder', 'command', 'demo')),  -- who loaded it, and so who removes it
    file_name       text NOT NULL,                 -- with folders below the one that was loaded, parted by /
    title           text NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('manual', 'procedure', 'compliance')),
    language        text NOT NULL,                 -- the text search configuration that its words are cut to stems by
    counts          text NOT NULL CHECK (counts IN ('page', 'section')),  -- what pages are; sections where there is no paper
    pages           integer NOT NULL CHECK (pages > 0),
    digest          text NOT NULL,                 -- of the file, and of how it was read
    media_type      text NOT NULL,
    content         bytea NOT NULL,                -- the file as it was
    loaded_at       timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (utility_id, origin, file_name)
);
ALTER TABLE flux.documents ALTER COLUMN content SET STORAGE EXTERNAL;  -- PDF is packed already

-- One row a passage: some paragraphs of one page, under one heading.
CREATE TABLE flux.passages (
    document_id     bigint NOT NULL REFERENCES flux.documents ON DELETE CASCADE,
    number          integer NOT NULL,              -- counted from 1 in the document
    page            integer NOT NULL,
    heading         text NOT NULL,                 -- empty where none stands over it
    passage         text NOT NULL,
    words           tsvector NOT NULL,             -- A heading, B title, C text, D what the trade calls the same
    PRIMARY KEY (document_id, number)
);
CREATE INDEX passages_words ON flux.passages USING gin (words);

CREATE TRIGGER notify AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON flux.documents
    FOR EACH STATEMENT EXECUTE FUNCTION flux.notify_topic('documents');
