"""Members drawn at random from the pool: the plan, the randomness, the ranking, the calls, and checking all of it (order 40, art. 11)."""

__all__ = ["files", "history_checks", "planning", "proving", "public_checks", "sealed_checks", "seating", "steps"]
