"""Drawing members: the plan from the opened rosters, the calls, and checking what is sealed against what was published."""

__all__ = ["balance", "history_checks", "planning", "proving", "sealed_checks", "sealed_files", "stamps", "steps"]
