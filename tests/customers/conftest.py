"""Anna and Bernd are known here, and the house may make fields of its own."""

from tests.customers.folk import anna, bernd
from tests.customers.own import define, fill

__all__ = ["anna", "bernd", "define", "fill"]
