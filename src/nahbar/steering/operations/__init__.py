"""What can be done in this room; each operation records itself in the ledger."""
