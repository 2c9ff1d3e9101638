"""Pages of witnesses."""
