"""YAML files read strictly into documents, or into findings; values written back to YAML with comments kept; findings and sentences as
text, JSON, Markdown and workflow commands."""

__all__ = [
    "codes",
    "finding",
    "finding_reports",
    "loading",
    "markdown",
    "schema_faults",
    "schemas",
    "scripts",
    "sentences",
    "yaml_reading",
    "yaml_writing",
]
