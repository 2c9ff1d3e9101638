"""Durable work: written in the transaction of its cause, done later, repeated until it is done."""
