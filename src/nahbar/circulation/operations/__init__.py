"""The verbs of the room: things come to customers, change, go and come back."""
