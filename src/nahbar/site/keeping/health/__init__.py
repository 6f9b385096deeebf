"""How the house is: one file looks after one part of it, and says what to do."""
