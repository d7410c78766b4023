"""A registry: every record typed, all of them read from disk or from a commit, their history, their public form, and new ones."""

__all__ = [
    "at_commit",
    "changes_in_words",
    "codeowners",
    "files",
    "history",
    "names",
    "new_record",
    "new_region",
    "paths",
    "public",
    "records",
    "registry",
    "vault_listing",
]
