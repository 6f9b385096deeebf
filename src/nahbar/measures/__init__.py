"""Findings and what follows from them: a person's sentence about a figure, a goal, a measure."""
