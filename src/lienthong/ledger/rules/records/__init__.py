"""What is stored of an act: the leaf, its commitments, and what opens them."""
