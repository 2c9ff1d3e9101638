"""The files of a package: two parallel lists paired, zipped files taken out of their zips."""

import hashlib
from dataclasses import dataclass, replace

from lienthong.formats.edxml import errors
from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.findings import FindingCode, Findings
from lienthong.formats.edxml.limits import Limits
from lienthong.formats.edxml.node import Node
from lienthong.formats.edxml.scan import CONTENT, Hole
from lienthong.formats.edxml.sinks import ContentSink
from lienthong.formats.edxml.storage import ZIP_TYPE, StoredForm, extension_of
from lienthong.formats.edxml.zipped import ZIP_STARTS, unzip_single

_PREFIX = "cid:"


@dataclass(frozen=True, slots=True)
class _Reference:
    """A line of the manifest."""

    node: Node
    content_id: str
    content_type: str
    description: str
    name: str


class AttachmentReader:
    """Reads the files of one package; their stored forms are in the sink already."""

    def __init__(
        self, holes: tuple[Hole, ...], *, limits: Limits, sink: ContentSink, findings: Findings
    ) -> None:
        self._holes, self._limits, self._sink, self._findings = holes, limits, sink, findings
        self._unzipped = 0  # bytes, of all files so far

    def read(self, *, manifest: Node | None, lists: list[Node]) -> tuple[t.Attachment, ...]:
        """Return the attachments in the order of their contents.

        manifest: None when it is absent. lists: the `AttachmentEncoded` elements, one in practice.
        Raises PackageError where an attachment has no name, no content, a content that is not
        what its type says, or the id of another.
        """
        references = [_reference(one) for one in manifest.many("Reference")] if manifest else []
        nodes = [one for found in lists for one in found.many("Attachment")]
        found: list[t.Attachment] = []
        for position, node in enumerate(nodes):
            content_id = node.text("ContentId")
            reference = _pair(content_id, position, references)
            found.append(self._attachment(node, content_id, reference))
        _refuse_repeated_ids(found, nodes)
        self._compare_lists(references, found)
        return tuple(found)

    def _attachment(
        self, node: Node, content_id: str, reference: _Reference | None
    ) -> t.Attachment:
        name = node.text("AttachmentName", 200)
        if not name:
            raise errors.AttachmentUnnamed(element=f"{node.path}/AttachmentName")
        content = node.one(CONTENT)
        marker = content.own_text() if content else ""
        if not marker or not self._holes[int(marker)].size:
            raise errors.AttachmentEmpty(element=f"{node.path}/{CONTENT}", name=name)
        draft = t.Attachment(
            name=name,
            content_id=_without_prefix(content_id or (reference.content_id if reference else "")),
            description=node.text("Description"),
            field_name=node.text("FieldName"),
            mime_type=node.text("MimeType"),
            content_type=node.text("ContentType"),
            manifest_content_type=reference.content_type if reference else ZIP_TYPE,
            hole=int(marker),
        )
        self._note_name(node, draft)
        if reference is None:
            node.note(FindingCode.MANIFEST_DIFFERS, reason="no reference")
        return self._with_content(draft, node)

    def _with_content(self, draft: t.Attachment, node: Node) -> t.Attachment:
        hole = self._holes[draft.hole or 0]
        key, size, digest = hole.key, hole.size, hole.digest
        if draft.stored is StoredForm.ZIPPED:
            key, size, digest = self._unzip(hole, name=draft.name, element=node.path)
        elif extension_of(draft.name) != "zip" and draft.content_type in ("", ZIP_TYPE):
            self._check_upper_case_zip(hole, name=draft.name, element=node.path)
        return replace(draft, size=size, digest=digest, content_key=key)

    def _unzip(self, hole: Hole, *, name: str, element: str) -> tuple[str, int, str]:
        key, size, digest = f"{hole.key}.file", 0, hashlib.sha256()
        with self._sink.open(hole.key) as source, self._sink.create(key) as target:
            for piece in unzip_single(source, name=name, element=element, limits=self._limits):
                size += len(piece)
                self._unzipped += len(piece)
                if self._unzipped > self._limits.unzipped_bytes:
                    limit = self._limits.unzipped_bytes
                    raise errors.ZipBomb(element=element, name=name, limit=limit)
                digest.update(piece)
                target.write(piece)
        return key, size, digest.hexdigest()

    def _check_upper_case_zip(self, hole: Hole, *, name: str, element: str) -> None:
        """`X.ZIP` is unzipped by the recipients' software: it must be a zip at least."""
        with self._sink.open(hole.key) as source:
            if source.read(4) not in ZIP_STARTS:
                raise errors.AttachmentNotZip(element=element, name=name)
        self._findings.add(FindingCode.UPPER_CASE_ZIP, element, found=name)

    def _note_name(self, node: Node, draft: t.Attachment) -> None:
        if any(c in "/\\" or c < " " for c in draft.name):
            node.note(FindingCode.UNSAFE_NAME, found=draft.name)

    def _compare_lists(self, references: list[_Reference], attachments: list[t.Attachment]) -> None:
        for position, one in enumerate(references[: len(attachments)]):
            match = _by_id(one.content_id, attachments) or attachments[position]
            if one.name != match.name or one.description != match.description:
                one.node.note(FindingCode.MANIFEST_DIFFERS, reason="name or description")
        for one in references[len(attachments) :]:
            one.node.note(FindingCode.MANIFEST_DIFFERS, reason="no attachment")


def bare_id(content_id: str) -> str:
    """Return a content id without any leading `cid:`: writers put none, one or two before it."""
    while content_id.startswith(_PREFIX):
        content_id = content_id.removeprefix(_PREFIX).strip()
    return content_id


def _without_prefix(content_id: str) -> str:
    return content_id.removeprefix(_PREFIX)


def _reference(node: Node) -> _Reference:
    return _Reference(
        node=node,
        content_id=node.text("ContentId") or node.attribute("href"),
        content_type=node.text("ContentType"),
        description=node.text("Description"),
        name=node.text("AttachmentName", 200),
    )


def _pair(content_id: str, position: int, references: list[_Reference]) -> _Reference | None:
    """Return the manifest's line for an attachment: by id, and if that fails by position."""
    wanted = bare_id(content_id)
    for one in references:
        if wanted and bare_id(one.content_id) == wanted:
            return one
    return references[position] if position < len(references) else None


def _by_id(content_id: str, attachments: list[t.Attachment]) -> t.Attachment | None:
    wanted = bare_id(content_id)
    return next((one for one in attachments if wanted and bare_id(one.content_id) == wanted), None)


def _refuse_repeated_ids(attachments: list[t.Attachment], nodes: list[Node]) -> None:
    seen: set[str] = set()
    for one, node in zip(attachments, nodes, strict=True):
        content_id = bare_id(one.content_id)
        if content_id and content_id in seen:
            raise errors.AttachmentRepeated(
                element=f"{node.path}/ContentId", content_id=content_id[:100]
            )
        seen.add(content_id)
