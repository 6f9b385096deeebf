"""The verbs of the room: writing mails, sending them, and what a person decides where that failed."""
