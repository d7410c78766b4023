"""Changes under review: how they are delivered, the offices that must approve them, their approvals, the report on them, the decisions."""

__all__ = ["approvals", "change", "decisions", "delivery", "forge_lists", "handover", "merging", "report", "route", "route_report"]
