"""Passwords of tests: the product's way of keeping them, without its price."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """As argon2 of the product, in a thousandth of its time and memory."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
