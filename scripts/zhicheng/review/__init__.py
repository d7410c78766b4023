"""A change from arrival to decision: how it is delivered, the route it must take, the approvals it has, the report on it, the decisions."""

__all__ = ["approvals", "change", "decisions", "delivery", "forge_lists", "report", "route_report"]
