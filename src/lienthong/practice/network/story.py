"""The story of the three installations, told step by step."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from lienthong.practice.network.data import BINH_DUONG, DONG_NAI, MIDDLE
from lienthong.practice.network.site import Site, Stopped

Say = Callable[[str, str], None]
# Seconds for something to come about: after a cut the first pauses are 5 and 10, and on a machine
# that is busy with other things a call may be too slow and is made again.
_WITHIN = 180.0
_LOOK_AGAIN = 0.5
_AXIS, _SISTER = "truc-quoc-gia", "ngang-cap"


class Story:
    """Three sites and what happens between them; every step is checked while it is told."""

    def __init__(self, sites: Sequence[Site], say: Say) -> None:
        self.middle, self.dong_nai, self.binh_duong = sites
        self.say = say

    def play(self) -> None:
        self.begin()
        self.link()
        self.there_and_back()
        self.cut_and_healed()
        self.side_by_side()

    def begin(self) -> None:
        """Agencies and people of each; the servers answer."""
        sites = (self.middle, self.dong_nai, self.binh_duong)
        for site in sites:
            site.begin()
        for site in sites:
            site.ask("publish_key")
            offices = [asdict(one) for one in site.place.offices]
            told = site.ask("found", offices=offices, operator=site.place.operator)
            site.answers()
            self.say(site.place.name, f"{site.address}: {', '.join(told['agencies'])}")

    def link(self) -> None:
        """Each province is a system of the middle, and has a route there; the lists follow."""
        for site in (self.dong_nai, self.binh_duong):
            self._link(site)
        for site, other in (
            (self.dong_nai, BINH_DUONG),
            (self.binh_duong, DONG_NAI),
        ):
            wanted = len(MIDDLE.offices) + len(other.offices)
            knows = partial(self._knows, site, _AXIS, wanted)
            self._until("Danh bạ đồng bộ", knows, self.dong_nai, self.binh_duong)
            self.say(
                "Danh bạ đồng bộ", f"{site.place.name} biết {wanted} cơ quan qua {MIDDLE.name}"
            )

    def _knows(self, site: Site, slug: str, wanted: int) -> bool:
        """Say whether as many agencies lie behind its route as there are."""
        told = site.ask("turn", hurry=False)["routes"][slug]["agencies"]
        return bool(told == wanted)

    def _link(self, site: Site) -> None:
        place = site.place
        let_in = self.middle.ask("let_in", slug=place.key, name=place.name, below=place.root)
        site.ask(
            "add_route",
            slug=_AXIS,
            name=MIDDLE.name,
            kind="axis",
            address=f"{self.middle.address}/vxp",
            stands_for=[place.root],
            leads_to=["*"],
            cost=100,
            **let_in,
        )
        self.say("Khai báo tuyến", f"{place.name} → {MIDDLE.name}")

    def there_and_back(self) -> None:
        """A department writes to one of the other province, which accepts and writes back."""
        there = self._sent(self.dong_nai, self.binh_duong, "V/v phối hợp quản lý hồ sơ", 11)
        self._accepted(self.dong_nai, self.binh_duong, there)
        back = self._sent(self.binh_duong, self.dong_nai, "V/v trả lời về quản lý hồ sơ", 21)
        self._accepted(self.binh_duong, self.dong_nai, back)

    def cut_and_healed(self) -> None:
        """The middle is away while something is sent; nobody does anything, and it arrives."""
        self.middle.cut()
        self.say("Cắt đường truyền", f"{MIDDLE.name} ngừng trả lời")
        before = len(self._received(self.binh_duong))
        sent = self._send(self.dong_nai, self.binh_duong, "V/v gửi khi đường truyền đứt", 12)
        stands = self._turn(self.dong_nai)
        _require(stands["trouble"] == "unreachable" and stands["waiting"] > 0, str(stands))
        self.say("Chờ chuyển", "văn bản đã được nhận gửi, chờ đường truyền; người gửi thấy điều đó")
        self.middle.serve()
        self._until(
            "Tự nối lại",
            lambda: self._sent_state(self.dong_nai, sent) == "carried",
            self.dong_nai,
            hurry=False,
        )
        self.say("Tự nối lại", f"{MIDDLE.name} trả lời, không ai phải làm gì, văn bản đã chuyển")
        self._until(
            "Đến đúng một lần",
            lambda: len(self._received(self.binh_duong)) > before,
            self.binh_duong,
        )
        came = self._received(self.binh_duong)
        _require(len(came) == before + 1, f"{len(came)} after {before}")
        self.say("Đến đúng một lần", f"{BINH_DUONG.name}: {came[-1]['label']}")

    def side_by_side(self) -> None:
        """The two provinces are also sisters: shorter, and each keeps the other's receipts."""
        for site, other in (
            (self.dong_nai, self.binh_duong),
            (self.binh_duong, self.dong_nai),
        ):
            self._link_sister(site, other)
        for site, other, number in (
            (self.dong_nai, self.binh_duong, 13),
            (self.binh_duong, self.dong_nai, 23),
        ):
            self._by_the_sister(site, other, number)
            self._proved(site, other)

    def _link_sister(self, site: Site, other: Site) -> None:
        let_in = other.ask(
            "let_sister_in",
            slug=f"{site.place.key}.{_SISTER}",
            name=f"{site.place.name}, {_SISTER}",
            codes=[one.code for one in site.place.offices],
        )
        site.ask(
            "add_route",
            slug=_SISTER,
            name=f"Kết nối thẳng với {other.place.name}",
            kind="sister",
            address=other.address,
            stands_for=[site.place.root],
            leads_to=[other.place.root],
            cost=10,
            **let_in,
        )
        knows = partial(self._knows, site, _SISTER, len(other.place.offices))
        self._until("Khai báo tuyến", knows, site)
        self.say("Khai báo tuyến", f"{site.place.name} → {other.place.name}, ưu tiên hơn")

    def _by_the_sister(self, here: Site, there: Site, number: int) -> None:
        before = len(self._received(there))
        sent = self._send(here, there, f"V/v trao đổi trực tiếp lần {number}", number)
        self._until("Đã đến", lambda: len(self._received(there)) > before, here)
        came = self._received(there)[-1]
        told = there.ask("accept", delivery=came["id"], code=there.place.office(0).code)
        there.ask("work")
        self._until("Bên gửi thấy", lambda: self._card(here, sent)["state"] == "accepted", here)
        card = self._card(here, sent)
        self.say("Bên gửi thấy", f"{card['label']}, số đến {told['number']}, {card['route']}")

    def _proved(self, here: Site, there: Site) -> None:
        """What the other side's ledger says is kept here, and its key alone proves it."""
        self._until("Kiểm tra biên nhận", lambda: len(self._receipts(here)) >= 2, here)
        found = self._receipts(here)
        for file in found:
            checked = subprocess.run(  # noqa: S603  # our own command and files
                [
                    *(sys.executable, "-m", "lienthong.config.command", "verify"),
                    *(file, "--key", str(there.home / "public-key.pem")),
                ],
                env=here.environment,
                capture_output=True,
                text=True,
                check=False,
            )
            _require(checked.returncode == 0, f"{file}: {checked.stdout}{checked.stderr}")
        self.say(
            "Kiểm tra biên nhận",
            f"{here.place.name} giữ {len(found)} biên nhận của sổ cái {there.place.name}: đúng",
        )

    def _receipts(self, site: Site) -> list[str]:
        return list(site.ask("receipts", folder=str(site.home / "bien-nhan"))["files"])

    def _sent(self, here: Site, there: Site, subject: str, number: int) -> dict[str, Any]:
        before = len(self._received(there))
        sent = self._send(here, there, subject, number)
        self._until("Đã chuyển", lambda: self._sent_state(here, sent) == "carried", here)
        self.say("Đã chuyển", f"qua {MIDDLE.name}, bên kia đã nhận gói tin")
        self._until("Đã đến", lambda: len(self._received(there)) > before, there)
        came = self._received(there)[-1]
        _require(came["state"] == "arrived", came["state"])
        self.say("Đã đến", f"{there.place.name}, {came['recipient']}: từ {came['sender']}")
        return {**sent, "came": came["id"]}

    def _send(self, here: Site, there: Site, subject: str, number: int) -> dict[str, Any]:
        sent = here.ask(
            "send",
            sender=here.place.office(0).code,
            recipients=[there.place.office(0).code],
            subject=subject,
            number=number,
        )
        (card,) = here.ask("sent", dispatch=sent["dispatch"])["deliveries"]
        _require(card["state"] == "sent", card["state"])
        self.say("Gửi", f"{card['sender']} → {card['recipient']}: “{subject}”")
        return sent

    def _accepted(self, here: Site, there: Site, sent: dict[str, Any]) -> None:
        told = there.ask("accept", delivery=sent["came"], code=there.place.office(0).code)
        self.say("Tiếp nhận", f"{there.place.office(0).name}: số đến {told['number']}")
        self._until(
            "Bên gửi thấy", lambda: self._card(here, sent)["state"] == "accepted", there, here
        )
        card = self._card(here, sent)
        self.say("Bên gửi thấy", f"{card['recipient']}: {card['label']}, qua {card['route']}")

    def _sent_state(self, site: Site, sent: dict[str, Any]) -> str:
        return str(self._card(site, sent)["carried"])

    def _card(self, site: Site, sent: dict[str, Any]) -> dict[str, Any]:
        (card,) = site.ask("sent", dispatch=sent["dispatch"])["deliveries"]
        return dict(card)

    def _received(self, site: Site) -> list[dict[str, Any]]:
        return list(site.ask("received", code=site.place.office(0).code)["deliveries"])

    def _turn(self, site: Site) -> dict[str, Any]:
        return dict(site.ask("turn")["routes"][_AXIS])

    def _until(
        self, what: str, is_so: Callable[[], bool], *sites: Site, hurry: bool = True
    ) -> None:
        """Let the routes of these sites work until something is so; hurry: as `turn` says.

        Raises Stopped with what was waited for.
        """
        until = time.monotonic() + _WITHIN
        while True:
            for site in sites:
                site.ask("turn", hurry=hurry)
            if is_so():
                return
            if time.monotonic() >= until:
                told = f"không thấy sau {_WITHIN:.0f} giây / not seen in {_WITHIN:.0f} s"
                raise Stopped(f"{what}: {told}")
            time.sleep(_LOOK_AGAIN)


def _require(is_so: bool, what: str) -> None:
    if not is_so:
        raise Stopped(what)
