"""The verbs of the room: the only places that write imports and what belongs to them."""
