"""Words shown to people, marked where they are written and translated where they are shown."""


def noop(text: str) -> str:
    """Return `text` unchanged; called `_`, it marks a Vietnamese sentence for the catalogue.

    The kernel and the pure parts know no Django, so they keep the Vietnamese source text;
    faces translate it when they show it.
    """
    return text
