"""Moments: every encounter of a customer with the house, on every channel, in one order."""
