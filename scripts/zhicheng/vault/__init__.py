"""What is sealed: cipher, keys, opening, verifying, sealing, changes of rosters; and the guard that keeps private material out of Git."""

__all__ = ["cipher", "guard", "roster_changes", "seal", "store", "verify"]
