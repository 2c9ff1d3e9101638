"""The person's signature and the agency's seal, with keys that are here or elsewhere."""
