"""How a change is delivered: by a forge's pull request, a push to a bare Git server, or a packet (.zip)."""

__all__ = [
    "decision_packet",
    "decision_taking",
    "forge_api",
    "forge_commits",
    "packet",
    "packet_checks",
    "packet_making",
    "packet_receiving",
    "packet_times",
    "packet_zip",
    "push",
    "server_reviews",
]
