"""Reception: who comes today, and who is calling."""
