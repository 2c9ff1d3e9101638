"""What a person sees of the demo: each step with its time, then the address to open."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

from lienthong.config.serving.static_files import collect_static_files
from lienthong.kernel import clock
from lienthong.kernel.refusals import Refusal
from lienthong.practice import system_job
from lienthong.practice.failures import PAGE
from lienthong.practice.installation import SETTINGS_FILE, open_practice
from lienthong.practice.left_work import leave_work
from lienthong.practice.main_job import MainJob
from lienthong.practice.names import PASSWORD
from lienthong.practice.package_job import take_package
from lienthong.practice.stopping import wait_and_end
from lienthong.webkit.wording import fill

_PEOPLE = (
    ("vanthu.ubnd", "văn thư UBND tỉnh: gửi, theo dõi, thu hồi"),
    ("lanhdao.ubnd", "Phó Chủ tịch UBND tỉnh: ký số"),
    ("vanthu.sgddt", "văn thư Sở Giáo dục và Đào tạo: tiếp nhận hoặc từ chối"),
    ("lanhdao.skhdt", "Giám đốc Sở Kế hoạch và Đầu tư: chỉ đạo"),
    ("chuyenvien2.stnmt", "chuyên viên Sở Tài nguyên và Môi trường: xử lý, trả lời"),
    ("vanthu.stttt", "văn thư Sở Thông tin và Truyền thông: xem việc đã hoàn thành"),
    ("quantri.stnmt", "quản trị Sở Tài nguyên và Môi trường: vị trí, tài khoản, hệ thống kết nối"),
    ("vanhanh.stttt", "quản trị hệ thống: danh bạ, hệ thống kết nối, tình trạng bản cài"),
)


_TEXTS = ("js", "mjs", "css", "svg", "json")


def play(file: Path | None, *, started: float, is_served: bool) -> int:
    """Open the practice and play the main job on its own letter or on `file`; return 0 or 1.

    is_served: pages follow, so something is left to do for each of those who may sign in.
    """

    def say(title: str, words: str) -> None:
        sys.stdout.write(f"{time.perf_counter() - started:6.1f} s  {title:<28} {words}\n")
        sys.stdout.flush()

    try:
        practice = open_practice(now=clock.now())
        say("Bản cài thực hành", f"{len(practice.province.agency_ids)} cơ quan tại {practice.home}")
        if file is not None and file.suffix.lower() == ".edxml":
            take_package(practice, file, say, clock.now)
        else:
            job = MainJob(practice, say, clock.now)
            sent = job.run(file=file)
            system_job.play(practice, say, clock.now)
            if is_served:
                leave_work(job, sent)
    except Refusal as refusal:
        _explain(refusal)
        return 1
    return 0


def serve(*, port: int) -> None:
    """Run the server and a worker until Ctrl+C; print the address and the sign-ins."""
    sys.stdout.write("\nĐang chuẩn bị các trang / preparing the pages …\n")
    sys.stdout.flush()
    _collect()
    environment = {**os.environ, "LIENTHONG_HOME": os.environ.get("LIENTHONG_HOME", "var")}
    command = [sys.executable, "-m", "lienthong.config.command"]
    worker = subprocess.Popen([*command, "worker"], env=environment)  # noqa: S603
    sys.stdout.write(f"Mở / open  http://127.0.0.1:{port}/\nMật khẩu / password: {PASSWORD}\n")
    for name, what in _PEOPLE:
        sys.stdout.write(f"  {name:<18} {what}\n")
    home = Path(environment["LIENTHONG_HOME"])
    site = system_job.call_at(home, port)
    if site is not None:
        sys.stdout.write(f"Gọi giao diện / call the interface:\n  {_client(site)}\n")
    sys.stdout.write(f"Lệnh vận hành / an operator's commands:\n  {_operating(home)}\n")
    sys.stdout.write("Ctrl+C để dừng / to stop\n")
    sys.stdout.flush()
    pages = subprocess.Popen(  # noqa: S603
        [*command, "serve", "--port", str(port)], env=environment
    )
    wait_and_end(pages, worker)


def _collect() -> None:
    """As `lienthong serve` does, but not compressed: within one machine that gains nothing.

    Compressing took longer than the whole story, and `serve` finds the pages ready.
    """
    asked = settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS
    settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*asked, *_TEXTS)
    collect_static_files()


def _client(site: Path) -> str:
    return f"{_command()} client --site {os.path.relpath(site)} agencies"


def _operating(home: Path) -> str:
    return f"LIENTHONG_SETTINGS={os.path.relpath(home / SETTINGS_FILE)} {_command()} check"


def _command() -> str:
    """The command as it can be typed: beside the Python that runs this."""
    return os.path.relpath(Path(sys.executable).with_name("lienthong"))


# What helps at the command line, where the refusal's own advice speaks of pages or of senders.
_HERE = {
    "gateways.earlier-document-needed": "Chạy make demo FILE=<gói tin của văn bản đó> trước / "
    "first run the package of that document.",
    "exchange.nobody-to-ask": "Chạy gói tin cập nhật trước gói tin thu hồi, hoặc make clean để bắt "
    "đầu lại / run the update before the recall, or make clean to begin anew.",
    "exchange.nothing-to-recall": "Đưa gói tin thu hồi vào trước khi nơi nhận trả lời / run the "
    "recall before the recipients answer.",
    "exchange.nothing-to-answer": "Chạy gói tin thu hồi trước gói tin trả lời / run the recall "
    "before its answer.",
}


def _explain(refusal: Refusal) -> None:
    next_step = _HERE.get(refusal.code, "") or refusal.next_step
    for part in (refusal.sentence, refusal.cause, next_step):
        if part:
            sys.stderr.write(f"{fill(part, refusal.facts)}\n")
    sys.stderr.write(f"[{refusal.code}] {PAGE}#a-refusal\n")
