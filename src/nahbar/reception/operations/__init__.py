"""The verbs of the room: letting telephone systems in, hearing of calls, taking them on."""
