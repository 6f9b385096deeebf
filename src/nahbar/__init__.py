"""nahbar: close to the customer. Relationships, value and experience for firms people come back to."""

__version__ = "0.1.0"
