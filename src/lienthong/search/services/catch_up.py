"""SQLite's index follows the rows; acts never wait for it."""

from django.db import transaction

from lienthong.search import engines


def catch_up(*, most: int = 200_000) -> int:
    """Take rows that the index does not have into it, a short transaction a batch; return how many.

    Until then they are found all the same, as long as they are among the latest 10,000.
    """
    done = 0
    while done < most:
        with transaction.atomic():
            taken = engines.take_in()
        done += taken
        if taken < engines.BATCH:
            break
    return done
