"""What single values look like: e-mails, telephone and identity numbers, names, addresses, numbers.

These patterns only decide what a column is proposed as; what leaves the door is checked there again.
"""

import re
from collections.abc import Callable, Sequence

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
MOBILE = re.compile(r"(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}")
PHONE = re.compile(
    r"(?:\+|00)\d{1,3}[ .()-]*\d[\d .()-]{5,13}\d|0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}|\(\d{2,5}\) ?\d{3,4}[ -]?\d{3,4}|\d{3}-\d{3}-\d{4}"
)
IDENTITY = re.compile(r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
SOCIAL_SECURITY = re.compile(r"\d{3}-\d{2}-\d{4}")
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚"
    "谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳"
    "邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵欧阳解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺"
)
CHINESE_NAME = re.compile(f"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|(?:欧阳|司马|上官|诸葛|皇甫|慕容)[\u4e00-\u9fff]{{1,2}}")
WESTERN_NAME = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][a-z'’-]+(?: [A-Z]\.?)?(?: [A-Z][A-Za-z'’-]+){1,2}")
ADDRESS = re.compile(
    r".*[省市区县].*[路街道巷村镇].*\d+.*|\d+[A-Za-z]? [A-Z]\w+.* (?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Close|Way|Court|Blvd)\b.*"
)
NUMBER = re.compile(r"[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d{1,3})?|[-+]?\.\d+")
DECIMAL_COMMA = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:[.  ]\d{3})+),\d{1,2}|[-+]?\d+,\d{4,}")
TEXT_NUMBER = re.compile(r"(?=.*[^\W\d_]).*?([-+]?\d+)")
SIGNS = re.compile(r"[$£€¥￥元%\s]|^(?:USD|EUR|GBP|CNY|RMB|HK\$|US\$)|(?:USD|EUR|GBP|CNY|RMB)$")
_WIDE = str.maketrans("０１２３４５６７８９．，－（）", "0123456789.,-()")

SHAPES: dict[str, tuple[re.Pattern[str], ...]] = {
    "email": (EMAIL,),
    "identity": (IDENTITY, SOCIAL_SECURITY),
    "phone": (MOBILE, PHONE),
    "address": (ADDRESS,),
}


def share(values: Sequence[str], fits: Callable[[str], object]) -> float:
    """The share of values that fit; 0 for none."""
    return sum(bool(fits(value)) for value in values) / len(values) if values else 0.0


def shaped(values: Sequence[str], kind: str) -> float:
    """The share of values that are an email, identity, phone or address."""
    return share(values, lambda value: any(one.fullmatch(value) for one in SHAPES[kind]))


def named(values: Sequence[str]) -> float:
    """The share of values that look like a person's name, Chinese or Western."""
    return max(share(values, CHINESE_NAME.fullmatch), share(values, WESTERN_NAME.fullmatch))


def number(text: str, decimal: str = ".") -> float | None:
    """The number that a text writes, signs of money and thousands marks off; None for others.

    ('12,50' is no number under a decimal point, as for the reader of the files.)
    """
    bare = SIGNS.sub("", text.translate(_WIDE))
    sign = -1.0 if bare.startswith("(") and bare.endswith(")") else 1.0
    bare = bare.strip("()")
    if decimal == ",":
        bare = bare.replace(".", "").replace(",", ".")
    elif "," in bare:
        if not re.fullmatch(r"[-+]?\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d*)?", bare):
            return None
        bare = bare.replace(",", "")
    return sign * float(bare) if NUMBER.fullmatch(bare) else None


def text_number(text: str) -> int | None:
    """The number at the end of a worded answer: 'I love it!+5' as 5; None for others."""
    found = TEXT_NUMBER.fullmatch(text.strip())
    return int(found[1]) if found else None


def decimal_mark(values: Sequence[str]) -> str:
    """The decimal mark of most values that show one: "." or ","."""
    commas = sum(DECIMAL_COMMA.fullmatch(SIGNS.sub("", value)) is not None for value in values)
    points = sum(re.fullmatch(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)\.\d+", SIGNS.sub("", value)) is not None for value in values)
    return "," if commas > points else "."
