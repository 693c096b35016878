-- Lets this connection hear of every topic that changes.
LISTEN flux
