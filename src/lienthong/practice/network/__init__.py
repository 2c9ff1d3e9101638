"""Three installations on one machine: a province writes to another one through the middle."""
