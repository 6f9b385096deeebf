"""What the room keeps of customers."""

from nahbar.customers.models.customer import Customer, Relation, Tag
from nahbar.customers.models.knowledge import ImportantDay, Remark
from nahbar.customers.models.own_fields import Choice, ChoiceList, OwnField, OwnValue
from nahbar.customers.models.reach import ContactPoint, CustomerNumber, PostalAddress
from nahbar.customers.models.record import SourceRecord, Statement
from nahbar.customers.models.viewing import Viewing

__all__ = [
    "Choice",
    "ChoiceList",
    "ContactPoint",
    "Customer",
    "CustomerNumber",
    "ImportantDay",
    "OwnField",
    "OwnValue",
    "PostalAddress",
    "Relation",
    "Remark",
    "SourceRecord",
    "Statement",
    "Tag",
    "Viewing",
]
