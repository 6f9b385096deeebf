"""What a report finds: pure functions over frames that answer with numbers and codes, never words.

Shares are of one and carry `value, low, high, count`; money is in whole units of the run's currency,
to the cent. Nothing is told of fewer than `FEWEST` people. What cannot be said is None.
"""
