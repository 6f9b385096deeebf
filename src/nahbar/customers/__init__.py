"""Customers (Kunden): people, households and organisations, and what is known of them."""
