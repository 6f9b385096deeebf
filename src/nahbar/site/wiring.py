"""The one file where rooms meet without importing each other: who hears of what."""


def connect() -> None:
    """Connect events with the reactions of other rooms."""
