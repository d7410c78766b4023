"""Errors that the user can correct. This module imports nothing of the package."""

from __future__ import annotations


class UserError(Exception):
    """A command cannot continue. The text is whole Chinese sentences for the user and names the remedy; the exit code is 2."""


class CannotOpen(UserError):  # noqa: N818 - named after the fault
    """A sealed file or an identity (a private key) cannot be opened. The text holds no private value."""


class CannotWrite(UserError):  # noqa: N818 - named after the fault
    """Files cannot be written, for example because another command is writing or permission is missing."""


class GitError(UserError):
    """A Git command that writes failed, or Git does not read the repository that is there."""


class NotFetched(UserError):  # noqa: N818 - named after the fault
    """What Git should have is not here: another error than that there was never anything, and never taken for it."""
