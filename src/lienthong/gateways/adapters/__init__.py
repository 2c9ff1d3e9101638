"""What gateways reach over the network."""
