"""What the rules of a day say of a sending: its limit, and whether paper goes too (A5, A10)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents.queries.policies import agencies_above, policies_of
from lienthong.documents.rules.policies import narrowest_policy
from lienthong.documents.rules.routing import MOST_DAYS, routed_by
from lienthong.documents.rules.time_limits import (
    GENERAL_LIMIT,
    Matter,
    latest_acceptance,
    limit_of,
)
from lienthong.documents.rules.topics import topics_of
from lienthong.documents.types import AskedTopics, Routed, Scope, SendingPolicies, Topic
from lienthong.kernel.clock import local_day
from lienthong.kernel.working_days import LONGEST_BREAK


def sending_rules(*, admitted_at: datetime, is_urgent: bool, issuer: AgencyCard) -> SendingPolicies:
    """Return what the rules of the day say of a sending by an agency. Two statements.

    One more where a row is of an agency that is neither the issuer nor its parent.
    """
    day = local_day(admitted_at)
    rows = policies_of(Matter.ACCEPT_LIMIT, Matter.ROUTING)
    limits = [row for row in rows if row.matter == Matter.ACCEPT_LIMIT]
    rule = narrowest_policy(limits, day=day, scope=Scope())
    is_working_day = directory.working_day_checker(day, day + _AHEAD)
    accept_by = latest_acceptance(
        arrived_at=admitted_at,
        is_urgent=is_urgent,
        limit=limit_of(rule.value) if rule else GENERAL_LIMIT,
        is_working_day=is_working_day,
    )
    routing = [row for row in rows if row.matter == Matter.ROUTING]
    scope = Scope(
        issuer_class=issuer.agency_class,
        issuer_level=issuer.level,
        agency_ids=agencies_above(issuer, routing),
    )

    @cache
    def routed(topic: Topic, role: str, level: str) -> Routed:
        asked = replace(
            scope,
            kind=topic.kind,
            concern=topic.concern,
            period=topic.period,
            recipient_role=role,
            recipient_level=level,
        )
        found = narrowest_policy(routing, day=day, scope=asked)
        return routed_by(found, day=day, is_working_day=is_working_day)

    asked = topics_of(routing, day=day, agency_ids=scope.agency_ids)
    return SendingPolicies(accept_by, rule.id if rule else None, routed, asked)


def asked_topics(issuer: AgencyCard, *, on: date) -> AskedTopics:
    """Return what the rules of a day about how documents travel ask of an issuer's documents.

    One statement; one more where a row is of an agency that is neither the issuer nor its parent.
    """
    rows = policies_of(Matter.ROUTING)
    return topics_of(rows, day=on, agency_ids=agencies_above(issuer, rows))


# The days until a paper is sent, with the longest break among them.
_AHEAD = timedelta(days=2 * MOST_DAYS) + timedelta(days=LONGEST_BREAK)
