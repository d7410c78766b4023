"""The method of a draw of members, and the public file of one: everything that anybody can check without a key (order 40, art. 11)."""

__all__ = ["commitments", "files", "public_checks", "public_file", "randomness", "rates", "results", "seating"]
