"""Every write about connected systems: themselves, their keys, and what their calls leave."""

from lienthong.systems.services.answers import Answers, forget_answers
from lienthong.systems.services.calls import (
    forget_nonces,
    note_failure,
    note_use,
    take_nonce,
)
from lienthong.systems.services.delegations import delegate_code, end_delegation
from lienthong.systems.services.expire_requests import expire_requests
from lienthong.systems.services.follow_directory import end_grants
from lienthong.systems.services.grants import end_for_agency, grant_agency, withdraw_agency
from lienthong.systems.services.keys import (
    add_public_key,
    make_bearer_key,
    make_signing_key,
    revoke_key,
)
from lienthong.systems.services.requests import decide_grant, may_answer, request_for
from lienthong.systems.services.rotate_key import rotate_key
from lienthong.systems.services.shared_secrets import make_shared_secret
from lienthong.systems.services.systems import (
    add_system,
    close_system,
    hold_system,
    pause_system,
    resume_system,
    set_certificates,
    set_limits,
    set_networks,
)

__all__ = [
    "Answers",
    "add_public_key",
    "add_system",
    "close_system",
    "decide_grant",
    "delegate_code",
    "end_delegation",
    "end_for_agency",
    "end_grants",
    "expire_requests",
    "forget_answers",
    "forget_nonces",
    "grant_agency",
    "hold_system",
    "make_bearer_key",
    "make_shared_secret",
    "make_signing_key",
    "may_answer",
    "note_failure",
    "note_use",
    "pause_system",
    "request_for",
    "resume_system",
    "revoke_key",
    "rotate_key",
    "set_certificates",
    "set_limits",
    "set_networks",
    "take_nonce",
    "withdraw_agency",
]
