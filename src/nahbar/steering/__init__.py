"""Steering: where the firm stands when it begins (*Ausgangssituation*), and what follows from it."""
