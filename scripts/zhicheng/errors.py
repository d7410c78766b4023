"""The errors that a person can put right. Imports nothing."""

from __future__ import annotations


class UserError(Exception):
    """Something the program cannot go on without. The text is Chinese, whole sentences, and names the remedy; the exit code is 2."""


class CannotOpen(UserError):  # noqa: N818 - what is the matter
    """A sealed file, or an identity, cannot be opened. The text holds no private value."""


class CannotWrite(UserError):  # noqa: N818 - what is the matter
    """Files cannot be written: another command is writing, or the folder does not allow it."""


class GitError(UserError):
    """Git cannot write what it was asked to."""
