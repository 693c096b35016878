"""The assistant by REST: questions answered as server-sent events, conversations read, answers rated."""
