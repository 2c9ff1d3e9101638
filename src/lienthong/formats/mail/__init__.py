"""Letters of electronic mail: bytes to plain values, and values to bytes (RFC 5322, RFC 2045)."""
