"""How long things take, each beside its peer in the same run."""
