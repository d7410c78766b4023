"""How a change arrives: as a pull request of a forge, as a push to a bare server, as a packet on a stick."""

__all__ = ["forge_api", "packet", "packet_making", "packet_receiving", "packet_zip", "push"]
