"""The pages on which customers are written down and changed."""
