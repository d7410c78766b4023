"""The records of a registry as typed objects, one module per kind of file, made from values that fit its schema."""

__all__ = [
    "added_codes",
    "annex_layout",
    "areas",
    "committee",
    "competence",
    "decision",
    "listed",
    "office",
    "recipients",
    "reviewers",
    "roster_counts",
    "round",
    "rulebook",
    "scoring",
    "sealed_roster",
    "series",
    "settings",
    "specialties",
    "waiver",
    "wording",
]
