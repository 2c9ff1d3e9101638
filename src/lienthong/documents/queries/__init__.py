"""Every read of documents: plain values, a fixed number of statements each."""

from lienthong.documents.queries.alike import Sought, documents_alike, entered_alike
from lienthong.documents.queries.legal_values import legal_values
from lienthong.documents.queries.limits import (
    accept_limit,
    issue_limit,
    issue_limits,
    register_limit,
)
from lienthong.documents.queries.opening import (
    Opened,
    attachment_content_of,
    closed_among,
    content_of,
    open_version,
    opened_versions,
)
from lienthong.documents.queries.openness import (
    IssuedCopy,
    Link,
    circulation_of,
    ended_by,
    issued_copies,
    links_with,
)
from lienthong.documents.queries.policies import policy_cards, policy_for
from lienthong.documents.queries.reading import (
    held_for,
    may_read,
    may_see,
    readable_version_ids,
    viewer_of,
)
from lienthong.documents.queries.relations import relations_of
from lienthong.documents.queries.rules import preview_rule, rule_line, rules
from lienthong.documents.queries.search import few_versions_with, search_versions
from lienthong.documents.queries.sending import asked_topics, sending_rules
from lienthong.documents.queries.versions import (
    attachments_of,
    attachments_of_versions,
    content_digests,
    identifier_of,
    issued_as,
    issued_under,
    latest_version_id,
    named_by_issuer,
    recipient_lines_of,
    renditions_of,
    version_card,
    version_cards,
    versions_of,
    visible_as,
    visible_version,
)
from lienthong.documents.queries.worth import issued_worth

__all__ = [
    "IssuedCopy",
    "Link",
    "Opened",
    "Sought",
    "accept_limit",
    "asked_topics",
    "attachment_content_of",
    "attachments_of",
    "attachments_of_versions",
    "circulation_of",
    "closed_among",
    "content_digests",
    "content_of",
    "documents_alike",
    "ended_by",
    "entered_alike",
    "few_versions_with",
    "held_for",
    "identifier_of",
    "issue_limit",
    "issue_limits",
    "issued_as",
    "issued_copies",
    "issued_under",
    "issued_worth",
    "latest_version_id",
    "legal_values",
    "links_with",
    "may_read",
    "may_see",
    "named_by_issuer",
    "open_version",
    "opened_versions",
    "policy_cards",
    "policy_for",
    "preview_rule",
    "readable_version_ids",
    "recipient_lines_of",
    "register_limit",
    "relations_of",
    "renditions_of",
    "rule_line",
    "rules",
    "search_versions",
    "sending_rules",
    "version_card",
    "version_cards",
    "versions_of",
    "viewer_of",
    "visible_as",
    "visible_version",
]
