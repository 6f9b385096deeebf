"""What the room keeps: what people agreed to, and what they asked for."""

from nahbar.privacy.models.consents import (
    ConsentFact,
    ConsentLink,
    ConsentRequest,
    ConsentState,
    Purpose,
    Topic,
    Wording,
)
from nahbar.privacy.models.requests import (
    Breach,
    Erasure,
    KeptByLaw,
    PersonRequest,
    Restriction,
    RetentionRule,
    StandingObjection,
)

__all__ = [
    "Breach",
    "ConsentFact",
    "ConsentLink",
    "ConsentRequest",
    "ConsentState",
    "Erasure",
    "KeptByLaw",
    "PersonRequest",
    "Purpose",
    "Restriction",
    "RetentionRule",
    "StandingObjection",
    "Topic",
    "Wording",
]
