"""Bytes to a strict value with places, or findings; a value back to YAML with its comments kept; findings and sentences as text, JSON,
Markdown and workflow commands."""

__all__ = ["finding", "finding_reports", "loading", "markdown", "schema_faults", "schemas", "sentences", "yaml_reading", "yaml_writing"]
