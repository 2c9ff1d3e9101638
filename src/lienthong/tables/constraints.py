"""Constraints that many tables have."""

from enum import StrEnum

from django.db import models
from django.db.models import Q


def one_of(column: str, values: type[StrEnum], name: str) -> models.CheckConstraint:
    """Return the check that a column holds a word of a closed list."""
    return models.CheckConstraint(
        condition=Q(**{f"{column}__in": [str(value) for value in values]}), name=name
    )
