"""Names stand where a Vietnamese looks for them."""

import random

import pytest

from lienthong.kernel.sorting import name_key

IN_ORDER = [
    *("A B", "An", "Án", "Ăn", "Ân", "Bà", "Chợ", "Dĩ An", "Đ", "Đồng Nai", "Em", "Ép", "Êm"),
    *("Hoà", "Hòa", "Hỏa", "Hõa", "Hóa", "Họa", "Hoàng", "Huỳnh", "Phòng 10", "Phòng 2"),
    *("Sở Xây dựng", "Sở Y tế", "trà", "Trà", "Trá", "Trần", "Trần An", "uy", "Ủy ban", "ương"),
    "Z",
]


@pytest.mark.parametrize("seed", range(5))
def test_letters_come_before_tones_and_tones_before_capitals(seed):
    names = IN_ORDER[:]
    random.Random(seed).shuffle(names)
    assert sorted(names, key=name_key) == IN_ORDER
    assert sorted(names) != IN_ORDER


def test_every_vietnamese_letter_has_its_place():
    vowels = ["aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "bdđ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị", "oòỏõóọ"]
    vowels += ["ôồổỗốộ", "ơờởỡớợ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ"]
    letters = list("".join(vowels))
    assert sorted(set(letters), key=name_key) == letters
    assert sorted(set("".join(letters).upper()), key=name_key) == list("".join(letters).upper())
