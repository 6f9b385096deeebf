"""The wiring: settings, addresses, which rooms hear of what, the server and the command line."""
