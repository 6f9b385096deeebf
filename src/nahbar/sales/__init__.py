"""Sales: products, orders and their lines, and what came back."""
