"""The steps in which silence is counted."""

# As a share of the customer's own limit: beyond 1 they drift.
SILENCE = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
