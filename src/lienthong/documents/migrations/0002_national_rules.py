"""Put the rules that hold in the whole country into the table of rules (A5, A9, A10).

Step 1 of 1. May be run again: rows are found by matter and first day. Going back removes those
rows that nothing used yet.

Days and clauses of Decision 28/2018 and Decree 30/2020 are those of the published texts. What held
before is from general knowledge of Decree 110/2004 and Law 51/2005, whose texts were not at hand:
the first day given there is the day of signing where the day in force is not sure.
"""

from datetime import date

from django.db import migrations

DECREE_110 = date(2004, 4, 8)
E_TRANSACTIONS_LAW = date(2006, 3, 1)
DECISION_28 = date(2018, 9, 6)
BEFORE_DECISION_28 = date(2018, 9, 5)
DECREE_30 = date(2020, 3, 5)
BEFORE_DECREE_30 = date(2020, 3, 4)

# matter, clause, title, value, first day, last day
ROWS = (
    (
        "issue-limit",
        "Nghị định 110/2004/NĐ-CP, quản lý văn bản đi",
        "Phát hành trong ngày ký, chậm nhất là ngày làm việc tiếp theo",
        {"working_days": 1},
        DECREE_110,
        BEFORE_DECISION_28,
    ),
    (
        "issue-limit",
        "Quyết định 28/2018/QĐ-TTg, Điều 6",
        "Phát hành trong ngày ký, chậm nhất là buổi sáng ngày làm việc tiếp theo",
        {"working_days": 1, "until": "12:00"},
        DECISION_28,
        None,
    ),
    (
        "accept-limit",
        "Nghị định 110/2004/NĐ-CP, quản lý văn bản đến",
        "Tiếp nhận trong ngày, chậm nhất là ngày làm việc tiếp theo",
        {"working_days": 1},
        DECREE_110,
        BEFORE_DECREE_30,
    ),
    (
        "accept-limit",
        "Nghị định 30/2020/NĐ-CP, Điều 21 khoản 2 điểm c",
        "Tiếp nhận và báo cho nơi gửi ngay trong ngày",
        {"working_days": 0},
        DECREE_30,
        None,
    ),
    (
        "register-limit",
        "Nghị định 110/2004/NĐ-CP, quản lý văn bản đến",
        "Đăng ký trong ngày, chậm nhất là ngày làm việc tiếp theo",
        {"working_days": 1},
        DECREE_110,
        BEFORE_DECREE_30,
    ),
    (
        "register-limit",
        "Nghị định 30/2020/NĐ-CP, Điều 4 khoản 2 điểm c",
        "Đăng ký trong ngày, chậm nhất là ngày làm việc tiếp theo",
        {"working_days": 1},
        DECREE_30,
        None,
    ),
    (
        "legal-value",
        "Luật Giao dịch điện tử 51/2005/QH11, Điều 21 và 24",
        "Chữ ký điện tử hợp lệ có giá trị như chữ ký trên giấy",
        {"signatures": "one"},
        E_TRANSACTIONS_LAW,
        BEFORE_DECISION_28,
    ),
    (
        "legal-value",
        "Quyết định 28/2018/QĐ-TTg, Điều 5",
        "Ký số theo quy định và gửi, nhận qua hệ thống thì thay cho văn bản giấy",
        {"signatures": "one", "only_by_system": True},
        DECISION_28,
        BEFORE_DECREE_30,
    ),
    (
        "legal-value",
        "Nghị định 30/2020/NĐ-CP, Điều 5",
        "Chữ ký số của người có thẩm quyền và của cơ quan: có giá trị như bản gốc giấy",
        {"signatures": "both"},
        DECREE_30,
        None,
    ),
    (
        "routing",
        "Nghị định 110/2004/NĐ-CP, quản lý văn bản đi",
        "Gửi bản giấy; bản điện tử gửi kèm",
        {"electronic": True, "paper": True},
        DECREE_110,
        BEFORE_DECISION_28,
    ),
    (
        "routing",
        "Quyết định 28/2018/QĐ-TTg, Điều 4 và 5",
        "Chỉ gửi bản điện tử; bản giấy chỉ theo danh mục riêng",
        {"electronic": True, "paper": False},
        DECISION_28,
        None,
    ),
)


def fill(apps, schema_editor):
    Policy = apps.get_model("documents", "Policy")
    for matter, clause, title, value, first, last in ROWS:
        Policy.objects.get_or_create(
            matter=matter,
            valid_from=first,
            clause=clause,
            defaults={"title": title, "value": value, "valid_to": last},
        )


def empty(apps, schema_editor):
    Policy = apps.get_model("documents", "Policy")
    for matter, clause, _title, _value, first, _last in ROWS:
        Policy.objects.filter(matter=matter, valid_from=first, clause=clause).delete()


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunPython(fill, empty)]
