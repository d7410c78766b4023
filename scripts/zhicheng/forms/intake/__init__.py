"""From what forms say to what would be written: a record, sealed contacts, a roster."""

__all__ = ["given_files", "plan", "record"]
