"""Ending a step of an import before its time."""


class Stopped(Exception):
    """A person asked for the end of the import."""
