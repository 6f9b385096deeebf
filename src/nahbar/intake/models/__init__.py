"""What the room keeps: imports, their files, tables, raw chunks, rejected rows, saved mappings."""

from nahbar.intake.models.imports import Import, ImportFile
from nahbar.intake.models.tables import ImportChunk, ImportTable, RejectedRow, SavedMapping

__all__ = ["Import", "ImportChunk", "ImportFile", "ImportTable", "RejectedRow", "SavedMapping"]
