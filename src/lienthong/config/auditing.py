"""What other packages add to an audit of the ledger."""

import hashlib
from collections.abc import Collection, Iterable, Iterator

from lienthong.blobs import queries as blobs
from lienthong.blobs.errors import ContentDestroyed, ContentMissing, ContentNotFound
from lienthong.exchange.queries import recorded
from lienthong.kernel.disk import PIECE
from lienthong.ledger.rules.checks.stored_rows import Checked, Finding
from lienthong.ledger.services import audit_sources


def wire_audit() -> None:
    """Let an audit ask for contents, and the rows of exchange for their records."""
    audit_sources.contents_named("blobs", missing_contents)
    audit_sources.also_audit("blobs", changed_contents)
    audit_sources.rows_with_records("dispatches", recorded.recorded_dispatches)
    audit_sources.rows_with_records("statuses", recorded.recorded_statuses)
    audit_sources.rows_with_records("changes", recorded.recorded_changes)


def missing_contents(digests: Collection[str]) -> Iterable[str]:
    """Return those of these contents that nobody destroyed and that are not kept."""
    kept = blobs.content_cards(digests)
    return [one for one in digests if one not in kept and not _is_destroyed(one)]


def changed_contents() -> Iterator[Finding | Checked]:
    """Read every kept content to its end and yield those that are not their digest any more."""
    after, count = "", 0
    while page := blobs.kept_files(after=after):
        for kept in page:
            yield from _read(kept.digest)
            count += 1
            yield Checked("contents", count)
        after = page[-1].digest


def _is_destroyed(digest: str) -> bool:
    try:
        blobs.open_content(digest).close()
    except ContentDestroyed:
        return True
    except (ContentNotFound, ContentMissing, OSError):
        return False
    return False


def _read(digest: str) -> Iterator[Finding]:
    try:
        found = hashlib.sha256()
        with blobs.open_content(digest) as content:
            while piece := content.read(PIECE):
                found.update(piece)
    except ContentDestroyed:
        return
    except (ContentNotFound, ContentMissing):
        yield Finding("blob.missing", digest)
        return
    except Exception as error:  # whatever the store says, this one cannot be read
        yield Finding("blob.changed", digest, type(error).__name__)
        return
    if found.hexdigest() != digest:
        yield Finding("blob.changed", digest)
