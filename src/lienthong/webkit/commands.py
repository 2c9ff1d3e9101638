"""What commands of all packages have in common: refusals in words, exit code, progress."""

import errno
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, OutputWrapper

from lienthong.kernel.refusals import Refusal
from lienthong.kernel.wording import noop as _
from lienthong.webkit.wording import fill, parts_of

# Exit codes: what has to change before it is asked again; what another installation refused; and
# nobody there.
WRONG, REFUSED, AWAY = 2, 10, 20
PATIENCE = 5.0  # seconds that a person waits without a word


_OF_FILES = {
    errno.ENOENT: _("Không có tệp hoặc thư mục “%(file)s”. Kiểm tra lại tên và thư mục đang đứng."),
    errno.EISDIR: _("“%(file)s” là thư mục, không phải tệp. Ghi tên một tệp."),
    errno.ENOTDIR: _("“%(file)s” không phải thư mục, hoặc nằm trong một tệp. Ghi tên thư mục."),
    errno.EACCES: _(
        "Tài khoản đang chạy lệnh không có quyền với “%(file)s”. Đổi quyền của tệp, hoặc chạy"
        " bằng tài khoản có quyền."
    ),
    errno.EROFS: _(
        "“%(file)s” nằm trên ổ đĩa chỉ cho đọc. Gắn lại ổ đĩa để ghi được, hoặc đặt thư mục ở nơi"
        " khác, rồi chạy lại."
    ),
    errno.EEXIST: _("Đã có “%(file)s” và lệnh không ghi đè. Chọn tên khác."),
    errno.ENOSPC: _("Hết chỗ trên đĩa khi ghi “%(file)s”. Dọn đĩa hoặc chọn nơi khác, chạy lại."),
    errno.EADDRINUSE: _("Cổng này đang có chương trình khác dùng. Chọn cổng khác bằng --port."),
    errno.ENAMETOOLONG: _("Tên “%(file)s” quá dài. Chọn tên ngắn hơn."),
    errno.EMFILE: _(
        "Máy không cho mở thêm tệp (%(what)s). Nâng giới hạn số tệp mở (ulimit -n; LimitNOFILE của"
        " systemd), rồi chạy lại."
    ),
    errno.ENOMEM: _("Máy không còn bộ nhớ (%(what)s). Thêm bộ nhớ hoặc nâng giới hạn, chạy lại."),
}
_OF_FILES |= {errno.EPERM: _OF_FILES[errno.EACCES], errno.EDQUOT: _OF_FILES[errno.ENOSPC]}
_OF_FILES[errno.ENFILE] = _OF_FILES[errno.EMFILE]
_OTHER = _("Không đọc hoặc ghi được “%(file)s” (%(what)s). Kiểm tra đĩa và quyền, rồi chạy lại.")
_NO_FILE = _("Máy không cho làm việc này (%(what)s). Kiểm tra địa chỉ, quyền, rồi chạy lại.")
_CONTENT = _("“%(file)s” không có nội dung đúng dạng cần có (%(what)s). Xem lại tệp rồi chạy lại.")
_AWAY = _(
    "Bên kia không trả lời, hoặc trả lời không đúng giao diện (%(what)s). Kiểm tra địa chỉ trong"
    " tệp của --site, đường mạng và máy chủ bên kia, rồi chạy lại: không việc gì làm hai lần."
)


class WrongUse(CommandError):
    """What was given cannot be used (a file, a code, a missing word); said, and ends with WRONG.

    said: words, or what the system said about a file, which is told in words of ours.
    """

    def __init__(self, said: object) -> None:
        words = of_file(said) if isinstance(said, OSError) else str(said)
        super().__init__(words, returncode=WRONG)


def unusable(path: object, error: Exception) -> WrongUse:
    """Return what says that a file cannot be read or written, or does not hold what it should."""
    if isinstance(error, OSError):
        return WrongUse(error)
    return WrongUse(_filled(_CONTENT, {"file": path, "what": error}))


def of_file(error: OSError) -> str:
    """Return what is wrong with a file, and what to do, as one line."""
    facts: dict[str, object] = {"file": error.filename, "what": error.strerror or error}
    found = _OF_FILES.get(error.errno or 0, _OTHER)
    nameless = error.filename is None and "%(file)s" in found
    return _filled(_NO_FILE if nameless else found, facts)


def _filled(text: str, facts: dict[str, object]) -> str:
    """`lienthong verify` runs without settings, and so without a catalogue."""
    return fill(text, facts) if settings.configured else text % facts


@contextmanager
def told_as_errors() -> Iterator[None]:
    """Tell a refusal as errors of commands are told: its code, what is wrong, what to do."""
    try:
        yield
    except Refusal as refusal:
        raise WrongUse(in_words(refusal)) from refusal


def in_words(refusal: Refusal) -> str:
    """Return the line that tells a refusal: its code, what is wrong, why, what to do."""
    parts = parts_of(refusal)
    said = " ".join(filter(None, (parts.sentence, parts.cause, parts.next_step)))
    return f"{refusal.code}: {said}"


@contextmanager
def calling_elsewhere(
    stderr: OutputWrapper,
    *,
    refused: type[Exception],
    away: type[Exception],
    told: Callable[[Any], tuple[object, int]],
) -> Iterator[None]:
    """Tell how a call of another installation ended: JSON on stderr, and the exit code.

    refused, away: what its client raises. told: the words of a refusal, and its exit code.
    Raises SystemExit, with AWAY when nobody answered; WrongUse for files and values of ours.
    """
    try:
        yield
    except refused as refusal:
        words, code = told(refusal)
        stderr.write(json.dumps(words, ensure_ascii=False))
        raise SystemExit(code) from refusal
    except away as gone:
        stderr.write(fill(_AWAY, {"what": gone}))
        raise SystemExit(AWAY) from gone
    except BrokenPipeError:
        raise  # who reads our lines has seen enough; the command's end knows it
    except (OSError, ValueError) as wrong:
        raise WrongUse(wrong) from wrong


class Progress:
    """A `kernel.progress.Tell` for people: a line every few seconds, and one where a step ends.

    write: takes a line; beside what the command prints, never into it. What is over sooner than
    anybody waits says nothing of its middle, however long the step before it took.
    """

    def __init__(
        self, write: Callable[[str], object], *, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._write, self._seconds = write, seconds
        self._told_at, self._step = seconds(), ""

    def __call__(self, step: str, done: int, total: int | None = None) -> None:
        if self._step not in {"", step}:
            self._told_at = self._seconds()
        self._step = step
        is_over = done == total
        if is_over or self._seconds() - self._told_at >= PATIENCE:
            self._told_at = self._seconds()
            self._write(f"{step}: {done}" if total is None else f"{step}: {done}/{total}")
