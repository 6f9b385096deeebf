"""Documents one hands round: sections of sentences, pictures and tables, typeset to PDF."""

from nahbar.core.documents.typesetting import Sheet, typeset

__all__ = ["Sheet", "typeset"]
