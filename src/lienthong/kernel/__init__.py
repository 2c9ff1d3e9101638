"""What every other package may lean on: words, time, ids, refusals. Pure Python."""
