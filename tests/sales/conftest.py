"""Anna and Bernd are known here."""

from tests.customers.folk import anna, bernd

__all__ = ["anna", "bernd"]
