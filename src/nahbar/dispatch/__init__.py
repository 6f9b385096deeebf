"""Dispatch: the one gate for all that goes out."""
