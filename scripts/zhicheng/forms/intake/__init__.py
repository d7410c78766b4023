"""The import of filled forms: from their fields to a record, sealed contacts and a sealed roster, planned before anything is written."""

__all__ = [
    "answer_file",
    "answering",
    "batch",
    "beside_cells",
    "fates",
    "fields_to_fill",
    "filled_in",
    "given_files",
    "kept",
    "lacking",
    "listed",
    "listed_read_back",
    "plan",
    "read_back",
    "record",
    "trial",
]
