"""Keeping the house whole: backups, restoring, moving between databases, looking after its health."""
