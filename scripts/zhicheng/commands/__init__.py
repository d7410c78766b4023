"""One module for each command or group of commands. Only cli.py reads the clock, prints, asks and exits; commands get that as a Console."""

__all__ = ["cli"]
