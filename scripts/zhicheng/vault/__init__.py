"""What is sealed: cipher, keys, sealing, opening, verifying and changing rosters; and the guard that keeps private material out of Git."""

__all__ = ["bans", "cipher", "departures", "guard", "recipients", "resealing", "retiring", "roster_changes", "seal", "store", "verify"]
