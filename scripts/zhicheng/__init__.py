"""zhicheng: the registry of title-evaluation committees (职称评审委员会).

The modules form one straight line, and each imports only from modules before it:
problem, text, source, schema, records, registry, rules, findings, report; and from the registry on: public, history, site.
"""

__version__ = "0.1.0"
