"""The embedded database, with a queue for those who write."""
