"""Certificates, trust, verdicts about signed content, signing and sealing in two steps."""
