"""The verbs of the room: the only places that write findings, goals and measures."""
