"""Loading the whole product at once, for the process that answers or for those forked from it."""

import gc


def load_everything() -> None:
    """Load what pages and interfaces need, and take it out of the search for circles of garbage.

    That search would take 0.2 s to look through it, each twenty documents to 200 recipients; and it
    writes into whatever it looks at, so that processes forked later would have no page in common.
    """
    from django.urls import get_resolver  # noqa: PLC0415  # the first process stays small

    from lienthong.config import wsgi  # noqa: PLC0415

    assert wsgi.application
    assert get_resolver().url_patterns
    gc.collect()
    gc.freeze()
