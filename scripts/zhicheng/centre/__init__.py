"""The filing year: who has filed, reminders, the calendar, a new round, the nightly list."""

__all__ = ["calendar_file", "new_round", "nightly_issue", "reminders", "round_report", "round_status"]
