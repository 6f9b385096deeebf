"""Agenda: tasks, promises and appointments, and what each of us has before them today."""
