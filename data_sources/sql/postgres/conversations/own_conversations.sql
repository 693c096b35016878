-- One row a conversation of a person in a utility, the latest first; without those whose only question never got an answer
-- that could be kept (a first answer takes a quarter of an hour at most).
-- result: conversation_id int64, title string, turns int32, created_at timestamp, updated_at timestamp, version int32
-- topics: conversations
SELECT conversation_id, title, turns, created_at, updated_at, version
FROM flux.conversations
WHERE owner = :owner AND utility_id = :utility_id AND (turns > 0 OR updated_at > now() - INTERVAL '15 minutes')
ORDER BY updated_at DESC, conversation_id DESC
LIMIT :most
