"""The verbs of the room: the only places that write customers."""
