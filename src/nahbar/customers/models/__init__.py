"""What the room keeps of customers."""

from nahbar.customers.models.customer import Customer, Relation, Tag
from nahbar.customers.models.knowledge import ImportantDay, Remark
from nahbar.customers.models.reach import ContactPoint, CustomerNumber, PostalAddress
from nahbar.customers.models.record import SourceRecord, Statement

__all__ = [
    "ContactPoint",
    "Customer",
    "CustomerNumber",
    "ImportantDay",
    "PostalAddress",
    "Relation",
    "Remark",
    "SourceRecord",
    "Statement",
    "Tag",
]
