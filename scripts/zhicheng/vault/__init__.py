"""What is sealed: the cipher, keys, opening and verifying, sealing, changes of rosters; and the guard that keeps private material out of Git."""

__all__ = ["cipher", "guard", "roster_changes", "seal", "store", "verify"]
