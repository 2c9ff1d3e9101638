"""What documents does when signatures have been looked at again."""

from lienthong.documents import services
from lienthong.signatures.events import ContentJudged


def rejudge(event: ContentJudged) -> None:
    """Subscriber of a recorded check: renditions of that content are worth what it says.

    Runs in the transaction of the check; no network, and nothing changes when it says the same.
    """
    services.keep_judgement(event.verdict, now=event.verdict.checked_at)
