"""The lab and the network: calls to a server, and the door of its own axis."""
