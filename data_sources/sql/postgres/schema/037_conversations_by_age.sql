-- Conversations go by the age of their last question (trim_conversations.sql).
CREATE INDEX conversations_by_age ON flux.conversations (updated_at);
