"""What can stop the demo, each with a code that docs/howto/when-it-fails.md explains."""

import errno
import fcntl
import os
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from lienthong.config.reading import SettingsWrong

PAGE = "docs/howto/when-it-fails.md"


@dataclass(frozen=True, slots=True)
class Failure:
    """A code, what is wrong and what to do: Vietnamese, then English."""

    code: str
    sentence: str
    next_step: str


class DemoStopped(Exception):
    """Raised where the demo itself notices that it cannot go on."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(failure.code)


_DISK_FULL = Failure(
    "demo.disk-full",
    "Hết chỗ trên đĩa / the disk is full.",
    "Giải phóng ít nhất 500 MB rồi chạy lại / free at least 500 MB, then run again.",
)
_NOT_WRITABLE = Failure(
    "demo.not-writable",
    "Không ghi được vào thư mục của bản cài / the installation's folder cannot be written.",
    "Chạy ở thư mục ghi được, hoặc đặt LIENTHONG_HOME / run where you may write, or set "
    "LIENTHONG_HOME.",
)
_BROKEN = Failure(
    "demo.broken-installation",
    "Bản cài thực hành trong var/ bị hỏng / the practice installation in var/ is broken.",
    "Xóa bằng `make clean` rồi chạy lại / remove it with `make clean`, then run again.",
)
_DATABASE_AWAY = Failure(
    "demo.database-away",
    "Không kết nối được cơ sở dữ liệu trong LIENTHONG_DATABASE / the database does not answer.",
    "Bỏ LIENTHONG_DATABASE để dùng SQLite, hoặc khởi động máy chủ / unset it for SQLite, or start "
    "the server.",
)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR}
# What SQLite says, in its own words.
_SAID = {
    "disk is full": _DISK_FULL,
    "disk I/O error": _DISK_FULL,
    "readonly database": _NOT_WRITABLE,
    "unable to open database file": _NOT_WRITABLE,
    "not a database": _BROKEN,
    "malformed": _BROKEN,
    "connection failed": _DATABASE_AWAY,
    "connection is bad": _DATABASE_AWAY,
    "failed to resolve host": _DATABASE_AWAY,
}


def failure_of(error: BaseException) -> Failure | None:
    """Return which known failure an error is; None for one that is a bug of ours."""
    if isinstance(error, DemoStopped):
        return error.failure
    if isinstance(error, SettingsWrong):
        return settings_unfit("\n".join(error.lines))
    if isinstance(error, OSError) and error.errno in _FULL:
        return _DISK_FULL
    if isinstance(error, OSError) and error.errno in _CLOSED:
        return _NOT_WRITABLE
    said = str(error)
    found = next((failure for words, failure in _SAID.items() if words in said), None)
    if found is None and error.__cause__ is not None:
        return failure_of(error.__cause__)
    return found


def tell(failure: Failure) -> None:
    """Write a failure with its code and where the page speaks of it."""
    place = failure.code.replace(".", "")
    sys.stderr.write(f"{failure.sentence}\n{failure.next_step}\n[{failure.code}] {PAGE}#{place}\n")


def require_free_port(port: int) -> None:
    """Raise DemoStopped when nobody could listen there."""
    if not 0 < port < 65536:
        raise DemoStopped(unknown_option(f"PORT={port}"))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise DemoStopped(
                Failure(
                    "demo.port-taken",
                    f"Cổng {port} đang có chương trình khác dùng / port {port} is taken.",
                    "Chọn cổng khác: make demo PORT=9000 / take another port.",
                )
            ) from error


def hold_home(home: Path) -> IO[str]:
    """Take the installation's folder for this run; keep what is returned until its end.

    Raises DemoStopped when another demo has it, OSError when it cannot be written.
    """
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    held = (home / "demo.lock").open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        held.close()
        raise DemoStopped(
            Failure(
                "demo.already-running",
                f"Một lần chạy khác đang dùng {home} / another demo is using {home}.",
                "Dừng lần chạy kia (Ctrl+C), hoặc đặt LIENTHONG_HOME khác / end the other one, or "
                "set another LIENTHONG_HOME.",
            )
        ) from error
    return held


def require_file(path: Path) -> None:
    """Raise DemoStopped unless there is a file that can be read."""
    if path.is_file() and os.access(path, os.R_OK):
        return
    raise DemoStopped(
        Failure(
            "demo.no-such-file",
            f"Không đọc được tệp {path} / no such file, or it cannot be read.",
            "Ghi đúng đường dẫn: make demo FILE=thu-muc/van-ban.pdf / give the right path.",
        )
    )


def unknown_option(words: str) -> Failure:
    """Return the failure of an option or a value that the demo does not know."""
    return Failure(
        "demo.unknown-option",
        f"Không hiểu: {words} / not understood.",
        "Dùng FILE=tệp, SERVE=yes|no, PORT=số / use FILE=path, SERVE=yes|no, PORT=number.",
    )


def settings_unfit(what: str) -> Failure:
    """Return the failure of settings of the environment that the demo cannot work with."""
    return Failure(
        "demo.settings-unfit",
        f"Cài đặt không dùng được cho bản thực hành / settings that the demo cannot use:\n{what}",
        "Bỏ các cài đặt đó khỏi môi trường và lienthong.env rồi chạy lại / unset them, then run "
        "again.",
    )


def require_settings(*, hosts: Sequence[str], behind_tls: bool, is_served: bool) -> None:
    """Raise DemoStopped when nobody could call the demo on this machine with these settings.

    hosts: names that are answered; a leading dot and "*" as in Django's ALLOWED_HOSTS. is_served:
    people will sign in without TLS, which a browser keeps no cookie for when it is asked to.
    """
    wrong = []
    if not {"127.0.0.1", "*"} & set(hosts):
        wrong.append(f"LIENTHONG_HOSTS={','.join(hosts)}: thiếu / lacks 127.0.0.1")
    if behind_tls and is_served:
        wrong.append("LIENTHONG_BEHIND_TLS=true: không có TLS ở đây / there is no TLS here")
    if wrong:
        raise DemoStopped(settings_unfit("\n".join(wrong)))
