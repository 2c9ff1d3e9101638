"""What `lienthong help` shows: our commands in groups, each in one line of both languages."""

from pathlib import Path

_SOURCE = Path(__file__).resolve().parent.parent

# A command that stands in no group is a failing test.
GROUPS: dict[str, dict[str, str]] = {
    "Chạy / run": {
        "serve": "chạy các trang và giao diện / serve the pages and the interface",
        "worker": "làm việc nền / do the background work",
    },
    "Bản cài / the installation": {
        "migrate": "tạo hoặc nâng cấp cơ sở dữ liệu / make or upgrade the database",
        "check": "kiểm tra bản cài và việc phải làm / what is wrong and what to do",
        "backup": "sao lưu khi đang chạy / back up while it runs",
        "restore": "khôi phục vào bản cài trống / restore into an empty installation",
        "contentkey": "khóa mã hóa nội dung / the key that content is encrypted with",
        "secretkey": "khóa của phiên và yếu tố thứ hai / the key of sessions and second factors",
        "databaserights": "quyền của tài khoản cơ sở dữ liệu / rights of the database's roles",
        "rules": "bảng quy định: xem, thêm, kết thúc / the rule table: list, add, end",
        "holidays": "nhập ngày nghỉ, ngày làm bù / enter holidays and make-up days",
    },
    "Người và hệ thống / people and systems": {
        "user": "mở, sửa, khóa tài khoản / open, repair, close accounts",
        "post": "vị trí công tác: xem, giao, kết thúc / posts: list, give, end",
        "acting": "ký thay, thừa lệnh, ủy quyền / acting for a leader",
        "import": "nhập danh bạ từ tệp / import the directory from a file",
        "export": "xuất danh bạ / export the directory",
        "readiness": "cơ quan đã sẵn sàng tham gia chưa / whether agencies are ready to take part",
        "reorganise": "sáp nhập, chia tách, đổi tên / merge, split, rename agencies",
        "system": "hệ thống kết nối / connected systems",
        "key": "khóa của hệ thống / keys of systems",
        "hook": "điểm nhận tin của hệ thống / addresses that systems are told at",
        "certificate": "chứng thư, mẫu chữ ký, mẫu dấu / certificates and specimens",
        "trust": "tổ chức cấp chứng thư được tin, danh sách thu hồi / trusted issuers",
    },
    "Số liệu / figures": {
        "figures": "chốt, xem số liệu tháng / close and show monthly figures",
    },
    "Chứng cứ / evidence": {
        "verify": "kiểm tra biên nhận, không cần bản cài / check a receipt, no installation needed",
        "bundle": "gói bằng chứng không kèm nội dung / bundles of evidence, without content",
        "ledger": "kiểm toán, xuất sổ cái / audit and export the ledger",
        "monitor": "theo dõi sổ cái của nơi khác / watch the ledgers of others",
    },
    "Trao đổi / exchange": {
        "package": "gói tin edXML / edXML packages",
        "client": "gọi giao diện từ máy khác / call the interface from another machine",
        "route": "tuyến tới hệ thống khác / routes to other installations",
        "mailbox": "hộp thư công vụ được đọc / official mailboxes that are read",
        "vxp": "gọi giao diện của trục, xem nhật ký / call the axis's interface, see its log",
        "lab": "phòng thử kết nối, báo cáo / the conformance lab and its reports",
    },
}


def overview() -> str:
    """Return the text of `lienthong help`; only commands that this program has are shown."""
    ours = our_names()
    lines = ["lienthong LỆNH … / COMMAND …", ""]
    for title, commands in GROUPS.items():
        shown = {name: what for name, what in commands.items() if name in ours}
        if shown:
            lines += [title, *(f"  {name:<16}{what}" for name, what in shown.items()), ""]
    rest = sorted(ours - {name for group in GROUPS.values() for name in group})
    if rest:
        lines += [f"Khác / others: {', '.join(rest)}", ""]
    lines += [
        "Chi tiết một lệnh / one command: lienthong LỆNH --help",
        "Phiên bản / version:             lienthong --version",
        "Cài đặt / settings:              LIENTHONG_… hoặc tệp / or the file lienthong.env",
        "Lệnh của Django cũng gọi được (shell, dbshell, …) / Django's commands work too.",
        "Mã thoát / exit codes: 0 tốt / well, 1 có điều không đúng / something is not so,",
        "  2 lệnh hoặc cài đặt sai / wrong command line or settings, 130 Ctrl+C.",
    ]
    return "\n".join(lines) + "\n"


def our_names() -> set[str]:
    """Return the commands of our packages; read from the folders, so no settings are needed."""
    return {path.stem for path in _SOURCE.glob("*/management/commands/[a-z]*.py")}


def all_names() -> set[str]:
    """Return every command, Django's too. Raises SettingsWrong when settings cannot be used."""
    import django  # noqa: PLC0415
    from django.core.management import get_commands  # noqa: PLC0415

    django.setup()
    return set(get_commands()) | {"help"}
