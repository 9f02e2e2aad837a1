"""Read: any file → Document(text, blocks, sha256)."""

from exporter.documents.document import Block, Cell, Document
from exporter.documents.read import read_document, read_text

__all__ = ["Block", "Cell", "Document", "read_document", "read_text"]
