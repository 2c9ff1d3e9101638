"""A province to try things in, and the main job played in it; above the product, never in it."""
