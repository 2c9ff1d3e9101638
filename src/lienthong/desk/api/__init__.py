"""What desk offers to programs."""
