"""An application whose handlers the workers of tests know."""
