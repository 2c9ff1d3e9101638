"""What the tables have in common."""

from enum import StrEnum

from django.db import models
from django.db.models import Q


def one_of(field: str, values: type[StrEnum], name: str) -> models.CheckConstraint:
    """Return the constraint that a column holds a word of a closed list."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [str(value) for value in values]}), name=name
    )
