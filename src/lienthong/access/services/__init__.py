"""Rights are demanded here; accounts, posts, acting-for and broken glass are changed here."""

from lienthong.access.services._tell import tell_person, to_heads
from lienthong.access.services.accounts import (
    HashedPassword,
    close_account,
    hashed,
    open_account,
    reopen_account,
    set_password,
)
from lienthong.access.services.acting import (
    NewActing,
    end_acting,
    grant_acting,
    require_signing_authority,
)
from lienthong.access.services.administer import (
    check_link,
    close_for,
    end_sessions,
    forget_factors_for,
    link_by_mail,
    make_first_link,
    make_link,
    open_for,
    prune_sessions,
    reopen_for,
    sign_out_for,
    use_link,
)
from lienthong.access.services.devices import note_device
from lienthong.access.services.expire_proposals import expire_proposals
from lienthong.access.services.follow_directory import (
    ask_second,
    end_actings,
    tell_decided,
    tell_ended,
)
from lienthong.access.services.glass import (
    NewGlass,
    actor_with_glass,
    ask_glass,
    decide_glass,
    end_glass,
    end_glasses,
    visible_glass,
)
from lienthong.access.services.imported_posts import follow_import, wrong_lines
from lienthong.access.services.kinds import kind_names
from lienthong.access.services.patience import answer_until, unanswered_since
from lienthong.access.services.pauses import (
    begin_attempt,
    forget_attempts,
    place_of,
    prune_pauses,
)
from lienthong.access.services.posts import NewPost, end_post, grant_post
from lienthong.access.services.proposals import (
    decide_proposal,
    propose_administrator,
    visible_proposal,
)
from lienthong.access.services.proposals import may_decide as may_decide_proposal
from lienthong.access.services.reading_log import (
    Read,
    note_reading,
    note_readings,
    prune_readings,
)
from lienthong.access.services.rights import actor_for, require, require_over
from lienthong.access.services.secret_key import accept_secret_key, know_secret_key
from lienthong.access.services.subjects import bind_by_mailbox, link_subject, subject_of

__all__ = [
    "HashedPassword",
    "NewActing",
    "NewGlass",
    "NewPost",
    "Read",
    "accept_secret_key",
    "actor_for",
    "actor_with_glass",
    "answer_until",
    "ask_glass",
    "ask_second",
    "begin_attempt",
    "bind_by_mailbox",
    "check_link",
    "close_account",
    "close_for",
    "decide_glass",
    "decide_proposal",
    "end_acting",
    "end_actings",
    "end_glass",
    "end_glasses",
    "end_post",
    "end_sessions",
    "expire_proposals",
    "follow_import",
    "forget_attempts",
    "forget_factors_for",
    "grant_acting",
    "grant_post",
    "hashed",
    "kind_names",
    "know_secret_key",
    "link_by_mail",
    "link_subject",
    "make_first_link",
    "make_link",
    "may_decide_proposal",
    "note_device",
    "note_reading",
    "note_readings",
    "open_account",
    "open_for",
    "place_of",
    "propose_administrator",
    "prune_pauses",
    "prune_readings",
    "prune_sessions",
    "reopen_account",
    "reopen_for",
    "require",
    "require_over",
    "require_signing_authority",
    "set_password",
    "sign_out_for",
    "subject_of",
    "tell_decided",
    "tell_ended",
    "tell_person",
    "to_heads",
    "unanswered_since",
    "use_link",
    "visible_glass",
    "visible_proposal",
    "wrong_lines",
]
