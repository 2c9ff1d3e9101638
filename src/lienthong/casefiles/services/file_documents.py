"""Putting documents into an open file, and taking them out again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.casefiles import errors
from lienthong.casefiles.models import FiledDocument
from lienthong.casefiles.services import _files
from lienthong.casefiles.types import CaseFileState, CaseFileStep
from lienthong.documents import queries as documents
from lienthong.kernel.actor import Actor

MOST_DOCUMENTS = 10_000


def file_document(*, case_file_id: UUID, version_id: UUID, actor: Actor, now: datetime) -> bool:
    """Put a document that the actor may see into an open file; return whether it is new there.

    A document may lie in several files. Raises NotAllowed, CaseFileNotFound, NotTheKeeper,
    CaseFileMoved, UnknownDocument (also for what may not be seen), FileIsFull.
    """
    version = documents.visible_version(version_id, documents.viewer_of(actor))
    with transaction.atomic():
        row = _files.locked(case_file_id, actor)
        _files.require_state(row, [CaseFileState.OPEN])
        if row.documents.filter(version_id=version.id).exists():
            return False
        if row.documents.count() >= MOST_DOCUMENTS:
            raise errors.FileIsFull(most=MOST_DOCUMENTS)
        FiledDocument.objects.create(
            case_file=row,
            version_id=version.id,
            document_on=version.issued_on,
            page_count=version.page_count,
            filed_by=actor.name[:100],
            filed_at=now,
        )
    return True


def take_document_out(*, case_file_id: UUID, filed_id: UUID, actor: Actor, now: datetime) -> None:
    """Take a document out of an open file; its course keeps what it was.

    Raises NotAllowed, CaseFileNotFound, NotTheKeeper, CaseFileMoved, DocumentNotInFile.
    """
    with transaction.atomic():
        row = _files.locked(case_file_id, actor)
        _files.require_state(row, [CaseFileState.OPEN])
        filed = row.documents.filter(pk=filed_id).first()
        if filed is None:
            raise errors.DocumentNotInFile()
        filed.delete()
        _files.leave_step(
            [row], CaseFileStep.TAKEN_OUT, actor=actor, now=now, version_id=filed.version_id
        )
