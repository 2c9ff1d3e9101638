"""Ways to keys: named in settings, known to nobody else."""
