"""The verbs of the room: the only places that write products, orders and lines."""
