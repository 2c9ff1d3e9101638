"""What a browser sends, as plain values."""

from uuid import UUID


def ids_of(values: list[str]) -> list[UUID]:
    """Return the ids among texts that a browser sent; what is no id is left out."""
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found
