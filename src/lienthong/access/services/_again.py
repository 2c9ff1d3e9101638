"""A form that is sent again: the same asks once, another one under its key is refused."""

from django.db import models

from lienthong.access.errors import AskedOtherwise


def require_same(earlier: models.Model, asked: models.Model, said: tuple[str, ...]) -> None:
    """Let a key be used again only for the same. said: the columns that say what was asked.

    Raises AskedOtherwise.
    """
    if any(getattr(earlier, name) != getattr(asked, name) for name in said):
        raise AskedOtherwise
