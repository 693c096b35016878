-- Notes one migration as applied.
INSERT INTO flux.migrations (number, name) VALUES (:number, :name)
