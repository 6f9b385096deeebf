"""The demo firm: a dealership of invented people, to look around in before one's own data come."""
