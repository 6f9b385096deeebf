"""Circulation: the things of ours that customers have in use."""
