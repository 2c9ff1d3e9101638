"""What documents does when signatures have been looked at again, and for its stock."""

from datetime import timedelta

from django_tasks import task

from lienthong.documents import services
from lienthong.jobs.schedules import every
from lienthong.signatures.events import ContentJudged


def rejudge(event: ContentJudged) -> None:
    """Subscriber of a recorded check: renditions of that content are worth what it says.

    Runs in the transaction of the check; no network, and nothing changes when it says the same.
    """
    services.keep_judgement(event.verdict, now=event.verdict.checked_at)


@task
def index_versions() -> None:
    """Let a search find what was here before it had an index."""
    services.index_stock()


every(timedelta(days=1), index_versions)
