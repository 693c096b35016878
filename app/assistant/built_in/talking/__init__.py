"""A conversation: pieces and corrections made whole questions before they are read."""
