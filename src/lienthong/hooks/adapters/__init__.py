"""How the addresses of hooks are called, and the key that signs."""
