"""What can be done from the command line, one function for each command."""
