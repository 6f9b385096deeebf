"""What the core keeps."""

from nahbar.core.models.bulk import Batch, Source, UndoChunk
from nahbar.core.models.files import StoredFile
from nahbar.core.models.ledger import LedgerEntry, LedgerText
from nahbar.core.models.people import SignInLink, User
from nahbar.core.models.search import SearchDue, SearchEntry, SearchList, SearchWord

__all__ = [
    "Batch",
    "LedgerEntry",
    "LedgerText",
    "SearchDue",
    "SearchEntry",
    "SearchList",
    "SearchWord",
    "SignInLink",
    "Source",
    "StoredFile",
    "UndoChunk",
    "User",
]
