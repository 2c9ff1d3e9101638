"""How programs are let in."""
