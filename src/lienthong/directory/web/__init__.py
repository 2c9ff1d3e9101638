"""Pages of the directory: looking up, bringing in, reorganising, waves."""
