"""What the commands of access have in common: lines out, agencies by code."""

import json
from collections.abc import Mapping

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.webkit.commands import WrongUse


def line(facts: Mapping[str, object], *, as_json: bool) -> str:
    """Return facts as one line: JSON, or their values between tabs, "-" for what is empty."""
    if as_json:
        return json.dumps(dict(facts), ensure_ascii=False, default=str)
    return "\t".join(str(value) if value else "-" for value in facts.values())


def agency_with(code: str) -> AgencyCard:
    """Return the agency of a code. Raises WrongUse."""
    found = directory.agency_by_code(code)
    if found is None:
        raise WrongUse(f"no agency has the code {code}")
    return found
