"""`python -m zhicheng`: the same as the command."""

from zhicheng.cli import entry

if __name__ == "__main__":
    entry()
