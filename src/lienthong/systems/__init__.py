"""Programs of agencies that connect: who they are, for whom they act, how they are known."""
