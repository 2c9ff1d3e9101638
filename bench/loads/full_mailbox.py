"""The same for the peer: a mailbox with many letters, one more, and a search by number (row i)."""

import os
import pwd
import time
from pathlib import Path

from bench.figures import percentile
from bench.peers.mail import OWNER
from bench.roads.mail import Mailbox, MailRoad

BOX = "full"
_LETTER = """\
From: <sender0@{owner}>\r
To: <{box}@{owner}>\r
Subject: Van ban so {number}/CU-TH\r
X-Number: {number}\r
\r
Kinh gui van ban so {number}/CU-TH.\r
"""


async def full_mailbox(road: MailRoad, *, letters: int, times: int) -> dict[str, float]:
    """Return the medians until one more letter is readable and until one is found, in ms.

    The mailbox has been opened and searched before, so that its indexes are there.
    """
    fill(road.server.boxes, letters)
    mailbox = await Mailbox.connect(road.server.imap, BOX)
    await mailbox.ask('SEARCH SUBJECT "so 1/"')
    readable, find = [], []
    for number in range(times):
        sent = await road.send_to([f"{BOX}@{OWNER}"])
        (at,) = await road.readable_in([BOX], [sent])
        readable.append((at - sent.begun) * 1000)
        started = time.perf_counter()
        await mailbox.ask(f'SEARCH SUBJECT "so {letters - number}/CU"')
        find.append((time.perf_counter() - started) * 1000)
    mailbox.close()
    return {
        "documents": float(letters),
        "readable_ms": round(percentile(readable, 0.5), 2),
        "find_ms": round(percentile(find, 0.5), 2),
    }


def fill(boxes: Path, letters: int) -> None:
    """Put so many small letters into the mailbox as if they had been delivered and seen."""
    owner = pwd.getpwnam("mail")
    home = boxes / BOX / "Maildir"
    for name in ("cur", "new", "tmp"):
        (home / name).mkdir(parents=True, exist_ok=True)
    for number in range(1, letters + 1):
        said = _LETTER.format(owner=OWNER, box=BOX, number=number)
        (home / "cur" / f"{number}.M1P1.bench:2,S").write_text(said)
    for path in (boxes / BOX, home, home / "cur", home / "new", home / "tmp"):
        os.chown(path, owner.pw_uid, owner.pw_gid)
