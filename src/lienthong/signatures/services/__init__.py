"""Every write of signatures, one file an act."""

from lienthong.signatures.services.certificates import (
    add_specimen,
    register_certificate,
    revoke_certificate,
)
from lienthong.signatures.services.check_returned import Awaited, check_returned
from lienthong.signatures.services.complete_signature import complete_signature
from lienthong.signatures.services.end_requests import expire_requests
from lienthong.signatures.services.hold import end_certificate, enter_certificate
from lienthong.signatures.services.local_keys import local_signer, local_time_stamper
from lienthong.signatures.services.own_papers import seal_own_file, sign_own_paper
from lienthong.signatures.services.prepare_corner import corner_mark, prepare_corner
from lienthong.signatures.services.prepare_document import (
    number_update,
    prepare_fields,
)
from lienthong.signatures.services.prepare_signature import prepare_signature
from lienthong.signatures.services.specimens import end_specimen, introduce_mark
from lienthong.signatures.services.take_revocation_lists import take_revocation_lists
from lienthong.signatures.services.trust_issuer import end_trust, trust_issuer
from lienthong.signatures.services.verify_content import (
    judge_content,
    keep_verdict,
    postpone_recheck,
    verify_content,
    verify_kept,
)

__all__ = [
    "Awaited",
    "add_specimen",
    "check_returned",
    "complete_signature",
    "corner_mark",
    "end_certificate",
    "end_specimen",
    "end_trust",
    "enter_certificate",
    "expire_requests",
    "introduce_mark",
    "judge_content",
    "keep_verdict",
    "local_signer",
    "local_time_stamper",
    "number_update",
    "postpone_recheck",
    "prepare_corner",
    "prepare_fields",
    "prepare_signature",
    "register_certificate",
    "revoke_certificate",
    "seal_own_file",
    "sign_own_paper",
    "take_revocation_lists",
    "trust_issuer",
    "verify_content",
    "verify_kept",
]
