-- Waits until no other import or load is under way; readers go on. Let go at the end of the transaction.
LOCK TABLE flux.utilities IN SHARE ROW EXCLUSIVE MODE
