"""How long there is to tell of a breach."""

from datetime import datetime, timedelta

from nahbar.privacy.models.requests import Breach

HOURS = 72  # Art. 33 (1) GDPR


def hours_left(breach: Breach, at: datetime) -> int:
    """Whole hours until the authority must have been told; below zero when it is late."""
    left = breach.known_at + timedelta(hours=HOURS) - at
    return int(left.total_seconds() // 3600)
