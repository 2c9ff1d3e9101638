"""Background work of systems: what has been remembered long enough is forgotten."""

from datetime import timedelta

from django_tasks import task

from lienthong.jobs.schedules import every
from lienthong.kernel import clock
from lienthong.systems.services import forget_answers, forget_nonces


@task()
def forget_old_calls() -> None:
    """Forget nonces and answers whose time is over."""
    now = clock.now()
    forget_nonces(now=now)
    forget_answers(now=now)


every(timedelta(hours=1), forget_old_calls)
