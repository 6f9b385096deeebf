"""Privacy: what people agreed to, what the house holds on them, and what becomes of it when they ask."""
