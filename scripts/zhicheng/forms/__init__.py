"""The official forms (Annexes 1 to 3): reading, writing, the digest printed on them, and the import of filled forms into the registry."""

__all__ = ["digest", "intake", "reading", "writing"]
