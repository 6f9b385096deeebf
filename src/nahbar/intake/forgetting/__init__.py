"""Finding a person in kept files and raw rows, and taking them out while everything else stays."""
