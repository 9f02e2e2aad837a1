"""Read: any file → Document(text, blocks, sha256)."""
