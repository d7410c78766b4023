"""What we ask of the machine: Git, processes, signals, files written whole, files that come with the tool. No word of the domain."""

__all__ = ["atomic_files", "folder_lock", "git", "git_commits", "json_bytes", "packaged", "processes", "signals"]
