"""What the interface reaches over the network."""
