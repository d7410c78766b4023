"""Access to the operating system: Git, processes, signals, atomic file writes, packaged files. Nothing here knows the registry."""

__all__ = [
    "atomic_files",
    "budget",
    "dependencies",
    "folder_lock",
    "git",
    "git_commits",
    "git_refusals",
    "json_bytes",
    "libreoffice",
    "owner_only",
    "packaged",
    "processes",
    "signals",
    "temporary_files",
]
