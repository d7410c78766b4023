"""A registry: its typed records, read from disk or from a commit; their history, their public form, and new records."""

__all__ = [
    "at_commit",
    "authority_names",
    "changes_in_words",
    "codeowners",
    "eligibility",
    "files",
    "first_look",
    "history",
    "new_record",
    "new_region",
    "own_codes",
    "paths",
    "public",
    "public_record",
    "records",
    "registry",
    "required_fields",
    "shipped_files",
    "specialty_codes",
    "vault_listing",
]
