"""One module per command. Only cli.py reads the clock; nothing else prints, asks or exits."""

__all__ = ["cli"]
