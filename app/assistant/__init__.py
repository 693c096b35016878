"""What an operator asks in words: planners over one catalogue of tools; every number of an answer says its source."""
