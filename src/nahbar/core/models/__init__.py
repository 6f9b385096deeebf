"""What the core keeps."""

from nahbar.core.models.bulk import Batch, Source, UndoChunk
from nahbar.core.models.files import StoredFile
from nahbar.core.models.ledger import LedgerEntry, LedgerText
from nahbar.core.models.people import SignInLink, User

__all__ = [
    "Batch",
    "LedgerEntry",
    "LedgerText",
    "SignInLink",
    "Source",
    "StoredFile",
    "UndoChunk",
    "User",
]
