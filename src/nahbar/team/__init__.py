"""The team: the firm itself, its branches and its people."""
