"""What a whole value can be that points at a person: patterns, headers that say so, and check digits.

Check digits are those of the standards: GB 11643-1999 for Chinese identity numbers (ISO 7064 mod 11-2), ISO/IEC 7812
(Luhn) for bank cards.  One number in eleven, or in ten, passes by chance, so most of a sample must.
"""

import re
from collections.abc import Callable, Sequence

from analysis.sources import masking
from analysis.sources.person_names import CHINESE, HAN, WESTERN

_PROVINCE = "(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])"
_HOST = "(weibo[.]com|xiaohongshu[.]com/user|twitter[.]com|x[.]com|instagram[.]com|facebook[.]com|linkedin[.]com/in|t[.]me|github[.]com)"
_STREET = (
    "(Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Crescent|Court|Ct|Way|Place|Pl|Terrace|Square|Gardens|Boulevard|Blvd)"
)

# Whole values.  A landline may be written without its area code's brackets, but never without a mark.
KINDS: dict[str, str] = {
    "email": masking.EMAIL,
    "telephone": (
        f"{masking.PREFIXED}|{masking.MOBILE}|{masking.ABROAD}|{masking.LANDLINE}|{masking.BRITISH}|{masking.AMERICAN}"
        "( ?(x|ext[.]?) ?[0-9]{1,5})?"
    ),
    "identity_number": (
        f"{masking.IDENTITY}|{_PROVINCE}[0-9]{{6}}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{{3}}|"
        f"{masking.SOCIAL}|{masking.INSURANCE}|{masking.PASSPORT}"
    ),
    "bank_card": "[3-6][0-9]{3}([ -]?[0-9]{4}){2,3}[ -]?[0-9]{0,3}",
    "account": f"{masking.ACCOUNT}|@[A-Za-z0-9_.]{{3,30}}",
    "ip_address": f"{masking.IP}|([0-9A-Fa-f]{{1,4}}:){{7}}[0-9A-Fa-f]{{1,4}}",
    "link": (
        f"https?://(www[.])?{_HOST}/[^ ]+|https?://[^ ]*(/|[?&])(u|user|users|uid|userid|profile|people|member|openid|email|phone)"
        "[/=][^ ]+|https?://[^ /]+/@[^ ]+"
    ),
    "coordinates": "-?[0-9]{1,3}[.][0-9]{4,}[°]? ?[,;， ] ?-?[0-9]{1,3}[.][0-9]{4,}[°]?",
    "address": (
        f"{HAN}{{2,}}[省市区县镇乡區縣鎮].*(路|街|道|巷|弄|村|小区|大厦|花园|广场|园).*[0-9０-９一二三四五六七八九十]+.*|"
        f".*{HAN}+(路|街|大道|巷|弄)[0-9０-９]+(号|弄|號).*|"
        f"((Flat|Apt|Unit|Apartment)[.]? ?[0-9A-Za-z]+,? ?)?[0-9]{{1,5}}[A-Za-z]?,? ([A-Z0-9][A-Za-z0-9'’.-]* ){{1,4}}{_STREET}([.,]? .*|[.,])?"
    ),
    "name": f"{CHINESE}|{WESTERN}|(Mr|Mrs|Ms|Miss|Dr)[.]? .+|.+(先生|女士|小姐)",
}
NAMES = ("name",)

PERSON_NAMES = (
    "name", "fullname", "firstname", "givenname", "forename", "lastname", "surname", "familyname", "customername", "clientname",
    "contactname", "patientname", "membername", "recipient", "姓名", "客户姓名", "会员姓名", "顾客姓名", "患者姓名", "真实姓名", "收货人",
    "收货人姓名", "联系人", "联系人姓名", "收件人", "客户名称", "名字", "地区经理",
)  # fmt: skip
# A nickname may also be the only number that a shop holds of a customer.
NICKNAMES = ("nickname", "username", "昵称", "买家昵称", "用户昵称", "会员名", "用户名")

# Headers that say what a column holds, as `plain_header` writes them.
BY_HEADER: dict[str, tuple[str, ...]] = {
    "email": ("email", "emailaddress", "mail", "邮箱", "电子邮箱", "电子邮件", "邮件地址"),
    "telephone": (
        "phone", "phonenumber", "phoneno", "telephone", "tel", "mobile", "mobilephone", "mobilenumber", "cell", "cellphone",
        "contactnumber", "mobileno", "手机", "手机号", "手机号码", "联系手机", "联系电话", "电话", "电话号码", "联系方式", "固定电话", "座机",
        "移动电话", "收货人手机", "收货人电话",
    ),
    "identity_number": (
        "idnumber", "idcard", "identitynumber", "nationalid", "passport", "passportno", "passportnumber", "ssn",
        "socialsecuritynumber", "nino", "nationalinsurancenumber", "taxid", "身份证", "身份证号", "身份证号码", "证件号", "证件号码", "护照",
        "护照号", "护照号码",
    ),
    "bank_card": ("bankcard", "bankcardno", "cardpan", "creditcard", "creditcardnumber", "iban", "bankaccount", "银行卡", "银行卡号", "银行账号"),
    "account": (
        "wechat", "wechatid", "weixin", "qq", "qqnumber", "openid", "unionid", "whatsapp", "instagram", "微信", "微信号", "qq号", "qq号码",
        "微博", "抖音号", "小红书号",
    ),
    "ip_address": ("ip", "ipaddress", "clientip", "remoteip", "ip地址"),
    "coordinates": ("lat", "latitude", "lng", "lon", "longitude", "gps", "coordinates", "经度", "纬度", "经纬度", "坐标", "定位"),
    "address": (
        "address", "streetaddress", "street", "address1", "addressline1", "addressline2", "homeaddress", "deliveryaddress",
        "shippingaddress", "billingaddress", "地址", "收货地址", "详细地址", "家庭住址", "家庭地址", "住址", "通讯地址", "联系地址",
    ),
    "name": (*PERSON_NAMES, *NICKNAMES),
}  # fmt: skip
# Under such a header any word can be a name.
NAME_SHAPE = f"^({HAN}{{2,4}}|[A-Z][A-Za-zÀ-ÿ'’.-]*(,? [A-Z][A-Za-zÀ-ÿ'’.-]*){{0,3}})$"
# The same header may give numbers without the mark that tells them from other numbers.
UNDER_HEADER: dict[str, str] = {
    "telephone": "[+]?[0-9][0-9 ().-]{5,18}",
    "identity_number": "[A-Za-z0-9][A-Za-z0-9 -]{5,19}",
    "bank_card": "[A-Za-z0-9][A-Za-z0-9 -]{9,33}",
    "account": "[A-Za-z0-9@_.-]{4,40}",
    "coordinates": "-?[0-9]{1,3}[.][0-9]{3,}",
    "name": NAME_SHAPE.strip("^$"),
    "address": ".*[0-9一二三四五六七八九十].*",
}


# Only characters that headers of business tables are made of; a name or a product is never rewritten.
_TRADITIONAL = str.maketrans(
    "訂單編號戶會員額實時間類別數產價門級電話機郵區縣狀態註冊歷學職業歲齡費運優幣種稅點餘積預約療師顧評論問題選項來務動發貨買賣聯繫錄觸達組對開閉銷係帳賬",
    "订单编号户会员额实时间类别数产价门级电话机邮区县状态注册历学职业岁龄费运优币种税点余积预约疗师顾评论问题选项来务动发货买卖联系录触达组对开闭销系账账",
)
BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")


def plain_header(header: str) -> str:
    """Lower case, without blanks, signs and what stands in brackets; traditional characters as simplified ones."""
    return re.sub(r"[\W_]+", "", BRACKETS.sub("", header).lower()).translate(_TRADITIONAL)


def header_kind(*headers: str) -> str | None:
    """The kind that one of the headers speaks of, or None."""
    words = {plain_header(header) for header in headers}
    return next((kind for kind, names in BY_HEADER.items() if words & set(names)), None)


def really(kind: str, values: Sequence[str]) -> bool:
    """Whether a sample of values that look like `kind` bear it out: check digits, and prefixes as mixed as people's."""
    test = _TESTS.get(kind)
    return True if test is None or not values else test([_ascii(value) for value in values])


def _ascii(value: str) -> str:
    return value.translate({ord("０") + digit: str(digit) for digit in range(10)})


def _identity(values: Sequence[str]) -> bool:
    long = [digits for value in values if re.fullmatch("[0-9]{17}[0-9X]", digits := re.sub("[ -]", "", value.upper()))]
    return not long or _most(chinese_check_digit(one) for one in long)


def _cards(values: Sequence[str]) -> bool:
    return _most(luhn(re.sub("[ -]", "", value)) for value in values)


def _telephones(values: Sequence[str]) -> bool:
    """Numbers that count upwards (order 13000000001, 13000000002) share their first digits; people's do not."""
    bare = [value for value in values if re.fullmatch("1[3-9][0-9]{9}", value)]
    return len(bare) < 0.9 * len(values) or len(set(bare)) < 10 or len({value[:4] for value in bare}) > 3


def _most(held) -> bool:
    held = list(held)
    return sum(held) >= 0.6 * len(held)


_TESTS: dict[str, Callable[[Sequence[str]], bool]] = {"identity_number": _identity, "bank_card": _cards, "telephone": _telephones}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def chinese_check_digit(number: str) -> bool:
    """Whether the last sign of an 18-digit identity number follows from the others (GB 11643-1999)."""
    return "10X98765432"[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False)) % 11] == number[-1]


def luhn(number: str) -> bool:
    """Whether the digits of a card number add up (ISO/IEC 7812-1): every second from the right counts double."""
    if not re.fullmatch("[0-9]{12,19}", number):
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
