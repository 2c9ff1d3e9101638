"""A served installation with two agencies: systems that call, and a clerk with a page open."""

from typing import Any

from tests.served import Served

SET_UP = """
import json
from lienthong.directory import services as directory
from lienthong.kernel import clock
from tests.desk.builders import at_desk
from tests.exchange.builders import an_office
from tests.systems.builders import a_bearer, a_system
now, told = clock.now(), {}
committee = an_office("Ủy ban nhân dân tỉnh")
justice = an_office("Sở Tư pháp", parent=committee.agency)
for name, office in (("sender", committee), ("recipient", justice)):
    system = a_system(office.agency, now=now, requests_a_minute=100_000, bytes_a_minute=10**12)
    told[name] = {
        "code": office.agency.code,
        "notation": f"{office.agency.abbreviation}-VP",
        "token": a_bearer(system, now=now),
        "session": at_desk(office.clerk).cookies["sessionid"].value,
    }
print(json.dumps(told))
"""


class Site(Served):
    """told: by "sender" and "recipient" their code, token and session."""

    told: dict[str, dict[str, str]]

    @property
    def token(self) -> str:
        return self.told["sender"]["token"]

    def head(self, line: str, *fields: str) -> bytes:
        """The head of a request of the sender's system, as bytes."""
        lines = [f"{line} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {self.token}"]
        return "\r\n".join([*lines, *fields, "", ""]).encode()

    def post(self, path: str, body: bytes, *, kind: str = "application/json", **fields: str) -> Any:
        """Post as the sender's system; return the status and what was told."""
        answer, data = self.call("POST", path, self.token, body, **{"Content_Type": kind, **fields})
        return answer.status, data
