"""The official forms (Annexes 1 to 3): read, written, their digest, and what reading them would change in the registry."""

__all__ = ["digest", "intake", "reading", "writing"]
