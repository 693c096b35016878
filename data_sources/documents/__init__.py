"""Documents that people read: files cut into passages, kept in PostgreSQL, found by their words.

Read downwards: `folder` keeps a folder's files in step, `index` writes, removes and lists, `reading` opens a file of
any kind (`pdf`, `markdown`, `plain`), `invisible` and `comments` leave out what no reader of it sees, `passages` cuts
text, `synonyms` knows what the trade calls the same. What a document says is data: it is searched and shown, and
nothing in it is ever carried out.
"""
