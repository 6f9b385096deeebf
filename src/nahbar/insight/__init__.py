"""The mathematics of the house: pure functions over frames, usable without the rest of it."""
