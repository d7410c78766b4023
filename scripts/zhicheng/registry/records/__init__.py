"""The records of a registry as frozen dataclasses, one module per schema, made from values that passed it."""

__all__ = [
    "areas",
    "committee",
    "decision",
    "reviewers",
    "roster_counts",
    "round",
    "rulebook",
    "sealed_roster",
    "series",
    "settings",
    "waiver",
]
