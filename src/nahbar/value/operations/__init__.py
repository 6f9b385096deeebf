"""The verbs of the room: the only places that write value figures and rules."""
