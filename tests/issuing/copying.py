"""Papers that were digitised well and badly, and copies of them in any state."""

import io
from datetime import date
from functools import lru_cache

from PIL import Image, ImageDraw
from tests.issuing.builders import FRIDAY_9AM, an_upload

from lienthong.documents.rules.copies import Carrier
from lienthong.issuing import services
from lienthong.issuing.types import CopiedDocument, CopyFacts
from lienthong.kernel.ids import uuid7
from lienthong.signatures.adapters.keyfiles import KeyFiles

PAPER, ELECTRONIC = Carrier.PAPER, Carrier.ELECTRONIC

A_DECISION = CopiedDocument(
    None,
    "Ủy ban nhân dân tỉnh Đồng Nai",
    "12/QĐ-UBND",
    date(2026, 11, 2),
    "quyet-dinh",
    "Về việc giao chỉ tiêu",
)


@lru_cache
def a_paper(*, dpi: int = 200, mode: str = "RGB", pages: int = 1, ink_to: float = 0.5) -> bytes:
    """A digitised paper: lines of ink down to a part of the page, and a red stamp."""
    size = (round(8.27 * dpi), round(11.69 * dpi))
    made = []
    for _page in range(pages):
        sheet = Image.new(mode, size, 250 if mode == "L" else (250, 250, 246))
        pen = ImageDraw.Draw(sheet)
        for line in range(int(size[1] * 0.1), int(size[1] * ink_to), dpi // 4):
            pen.rectangle((dpi, line, size[0] - dpi, line + dpi // 20), fill=0)
        if mode == "RGB":
            pen.ellipse((dpi * 5, dpi * 4, dpi * 6, dpi * 5), outline=(200, 0, 0), width=8)
        made.append(sheet)
    out = io.BytesIO()
    made[0].save(out, format="PDF", resolution=dpi, save_all=True, append_images=made[1:])
    return out.getvalue()


def the_copy(office, *recipients, **changes) -> CopyFacts:
    return CopyFacts(
        **{
            "form": "sao-y",
            "source": PAPER,
            "target": ELECTRONIC,
            "written": A_DECISION,
            "signer_post_id": office.leader.post_id,
            "place": "Biên Hòa",
            "recipients": recipients,
            **changes,
        }
    )


def asked(office, *recipients, pdf=b"", now=FRIDAY_9AM, key="", **changes):
    """Return the draft of a copy that waits for its signer; pdf None: nothing is brought."""
    file = None if pdf is None else an_upload(office.clerk, pdf or a_paper(), now=now)
    return services.ask_copy(
        facts=the_copy(office, *recipients, **changes),
        file=file,
        key=key or f"copy {uuid7()}",
        actor=office.clerk,
        now=now,
    )


def agreed(office, *recipients, now=FRIDAY_9AM, **changes):
    draft = asked(office, *recipients, now=now, **changes)
    return services.agree_copy(draft_id=draft.id, actor=office.leader, now=now)


def made(office, *recipients, now=FRIDAY_9AM, **changes):
    draft = agreed(office, *recipients, now=now, **changes)
    return services.issue_at_once(draft_id=draft.id, signer=KeyFiles(), actor=office.clerk, now=now)
