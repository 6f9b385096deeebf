"""Intake: files, their tables, and what their columns become."""
