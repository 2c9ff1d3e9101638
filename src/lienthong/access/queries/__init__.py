"""Every read of access: plain values, a fixed number of statements each."""

from lienthong.access.queries.accounts import (
    account_by_login,
    account_named,
    account_of,
    accounts_of,
    card_of,
    devices_of,
    has_accounts,
    posts_of,
    signed_in,
)
from lienthong.access.queries.acting import (
    acting,
    actings_of_agency,
    actings_of_posts,
    held_acting,
    signers_of,
)
from lienthong.access.queries.actors import (
    actor_behind_glass,
    actor_for_another,
    actor_in,
    chosen_post,
    has_right,
)
from lienthong.access.queries.deciding import Deciders, answers_for, deciders
from lienthong.access.queries.glass import glass, glasses_for, glasses_over
from lienthong.access.queries.proposals import proposal, proposals
from lienthong.access.queries.reading_log import (
    readings_behind_glass,
    readings_of_agency,
    readings_of_person,
    readings_of_version,
)
from lienthong.access.queries.secret_key import is_secret_key_another, secret_key_since

__all__ = [
    "Deciders",
    "account_by_login",
    "account_named",
    "account_of",
    "accounts_of",
    "acting",
    "actings_of_agency",
    "actings_of_posts",
    "actor_behind_glass",
    "actor_for_another",
    "actor_in",
    "answers_for",
    "card_of",
    "chosen_post",
    "deciders",
    "devices_of",
    "glass",
    "glasses_for",
    "glasses_over",
    "has_accounts",
    "has_right",
    "held_acting",
    "is_secret_key_another",
    "posts_of",
    "proposal",
    "proposals",
    "readings_behind_glass",
    "readings_of_agency",
    "readings_of_person",
    "readings_of_version",
    "secret_key_since",
    "signed_in",
    "signers_of",
]
