"""Whole values that point at a person, told from codes, amounts, categories and places."""

import re

import pytest

from analysis.sources.identifiers import KINDS, UNDER_HEADER, chinese_check_digit, header_kind, luhn, plain_header, really

ARE = {
    "email": ["ana.b@mail.example.org", "li＠example.cn"],
    "telephone": ["13912345678", "139 1234 5678", "+86 139-1234-5678", "010-65554321", "+44 7700 900123", "212-555-0147", "01632 960123"],
    "identity_number": ["11010519491231002X", "110105491231002", "078-05-1120", "AB 12 34 56 C", "护照号 E12345678"],
    "bank_card": ["6222 0212 3456 7890 123", "4111111111111111", "378282246310005"],
    "account": ["微信：lily_2020", "wxid_a1b2c3d4e5", "@anna.smith"],
    "ip_address": ["192.168.0.1", "2001:0db8:85a3:0000:0000:8a2e:0370:7334"],
    "link": ["https://weibo.com/lily88", "https://www.example.com/user/77", "https://shop.example/p?uid=9"],
    "coordinates": ["31.23040, 121.47370", "-33.86880 151.20930"],
    "address": ["上海市浦东新区张江路100号3栋502室", "浙江省杭州市西湖区文三路88号", "12 High Street, Leeds", "Flat 4, 221b Baker St."],
    "name": ["王小明", "欧阳娜娜", "Emily Carter", "Carter, Emily", "James T. Brown", "刘女士", "Mrs Green"],
}  # fmt: skip

ARE_NOT = {
    "telephone": ["85123A", "20240105", "12345678", "1234567890123", "2024-01-05", "US-2015-3017568", "4.5"],
    "identity_number": ["536365", "123456789012345678", "2024-01-05", "AB-12-34"],
    "bank_card": ["1999.00", "85123A", "20240105"],
    "account": ["微信支付", "WeChat", "QQ"],
    "address": ["上海", "浙江省", "华东", "南京路店", "Leeds", "High Street", "12 pencils"],
    "name": [
        "北京",
        "上海",
        "教师",
        "公务员",
        "Leeds",
        "Gold",
        "Home & Garden",
        "Sales",
        "SET OF 3 CAKE TINS",
        "自由职业",
        "全职妈妈",
    ],
    "link": ["https://www.example.com/products/chair"],
    "ip_address": ["1.2.3", "2.0.1"],
    "coordinates": ["3.5, 4.5", "1,234.50"],
}


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in ARE.items() for value in values])
def test_values_of_each_kind_are_seen(kind, value):
    assert re.fullmatch(KINDS[kind], value)


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in ARE_NOT.items() for value in values])
def test_other_values_are_not_taken_for_it(kind, value):
    assert not re.fullmatch(KINDS[kind], value)


def test_the_check_digit_of_an_identity_number():
    """The example of the standard; a changed digit breaks it."""
    assert chinese_check_digit("11010519491231002X")
    assert not chinese_check_digit("110105194912310021")


def test_luhn_adds_every_second_digit_doubled():
    """0000 0000 0000 0000 adds up to 0; 4111 1111 1111 1111: 8 + 7 ones + 7 doubled ones = 8 + 8 + 14 = 30."""
    assert luhn("4111111111111111")
    assert not luhn("4111111111111112")
    assert not luhn("123")


def test_numbers_that_fail_their_check_digits_are_no_identifiers():
    assert really("identity_number", ["11010519491231002X"])
    assert not really("identity_number", ["110105194912310021", "110105194912310022", "110105194912310023"])
    assert really("bank_card", ["4111 1111 1111 1111", "5500-0000-0000-0004"])
    assert not really("bank_card", ["4111111111111112", "4111111111111113"])


def test_numbers_that_count_upwards_are_no_telephones():
    """Order numbers 13000000000, 13000000001 … against numbers with the prefixes of several carriers."""
    assert not really("telephone", [str(13000000000 + n) for n in range(50)])
    assert really("telephone", [f"1{n % 7 + 3}{n}12345678"[:11] for n in range(10, 60)])


def test_headers_say_what_a_column_holds():
    assert "telephone" == header_kind("手机号（必填）")
    assert "name" == header_kind("Full Name")
    assert "name" == header_kind("fav", "姓名")
    assert header_kind("产品名称") is None
    assert header_kind("Product Name") is None
    assert "email" == plain_header("E-Mail (home)")


def test_under_their_header_numbers_need_no_mark():
    assert re.fullmatch(UNDER_HEADER["telephone"], "0207 946 0000")
    assert re.fullmatch(UNDER_HEADER["name"], "Nkemelu")
    assert not re.fullmatch(UNDER_HEADER["name"], "85123A")
