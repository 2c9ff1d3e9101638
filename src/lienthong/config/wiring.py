"""Who hears which news."""


def wire() -> None:
    """Subscribe every package to the news of those below it."""
