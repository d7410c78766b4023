"""zhicheng: the registry of title-evaluation committees (职称评审委员会)."""

__version__ = "0.1.0"
