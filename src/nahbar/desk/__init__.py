"""The desk: the front door of the team. It composes what the rooms offer and decides nothing."""
