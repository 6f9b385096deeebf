"""The verbs of the room: opening the demo firm, and starting afresh without it."""
