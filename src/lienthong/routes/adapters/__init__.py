"""The network, as routes use it."""
