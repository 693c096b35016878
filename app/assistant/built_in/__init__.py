"""The built-in planner: understands operators' questions by grammar and the tools' own words; no network, no model."""
