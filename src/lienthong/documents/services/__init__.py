"""Every write of documents: one file an act."""

from lienthong.documents.services.add_rendition import add_rendition
from lienthong.documents.services.count_secret import count_secret_refusal
from lienthong.documents.services.count_virus import count_virus_refusal
from lienthong.documents.services.examine_file import examine, examine_attachment
from lienthong.documents.services.follow_directory import copy_rights, hand_on_reading
from lienthong.documents.services.grant_reading import end_content, grant
from lienthong.documents.services.index_stock import index_stock
from lienthong.documents.services.issue_update import issue_update, require_change, require_issuer
from lienthong.documents.services.issue_version import issue_version
from lienthong.documents.services.judge_rendition import judge_content, judge_kept, keep_judgements
from lienthong.documents.services.keep_received import keep_received, keep_scan
from lienthong.documents.services.keep_rules import end_rule, enter_rule, require_sensible
from lienthong.documents.services.relate import link_replacement

__all__ = [
    "add_rendition",
    "copy_rights",
    "count_secret_refusal",
    "count_virus_refusal",
    "end_content",
    "end_rule",
    "enter_rule",
    "examine",
    "examine_attachment",
    "grant",
    "hand_on_reading",
    "index_stock",
    "issue_update",
    "issue_version",
    "judge_content",
    "judge_kept",
    "keep_judgements",
    "keep_received",
    "keep_scan",
    "link_replacement",
    "require_change",
    "require_issuer",
    "require_sensible",
]
