-- Removes the documents of a utility: those that a demo brought, or all.
DELETE FROM flux.documents WHERE utility_id = :utility_id AND (NOT :of_demo OR origin = 'demo')
