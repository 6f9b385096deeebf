"""Lists of customers by any fact: how facts are kept, asked, told; see `docs/decisions/0023-lists.md`."""
