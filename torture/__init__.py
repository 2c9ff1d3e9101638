"""Faults on purpose: installations are hurt in every way that can be thought of, then checked.

`make torture` runs it for as long as one likes, `tests/torture` in bounded form. It is part of the
repository and not of the product: nothing in `src` knows that it exists.
"""
