"""What machines and operators ask over HTTP: alive, ready, figures, findings."""
