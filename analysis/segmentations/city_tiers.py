"""City tiers: how large a market a city is, by a list that anybody can read.

The list for China is the yearly ranking of the New First-Tier City Institute, shipped as data with the
edition it was taken from.  A client may give a list of its own instead.  Cities are compared without
province, 市, 地区, 盟 and 自治州, so 浙江省杭州市, 杭州市 and 杭州 are one; a county-level city (义乌) is not in
the list, and not taken for the city it belongs to.
"""

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

CHINA = Path(__file__).parent / "data" / "city_tiers_china.csv"
NOT_LISTED = "(not listed)"

_PROVINCE = re.compile(r"^.+?(省|自治区|特别行政区)(?=.)")
_PEOPLES = "土家族|苗族|藏族|羌族|彝族|傣族|景颇族|白族|哈尼族|壮族|傈僳族|侗族|布依族|朝鲜族|回族|蒙古族?|柯尔克孜族?|哈萨克族?"
_PREFECTURE = re.compile(rf"({_PEOPLES})*自治州.*$")


def plain_city(name: str) -> str:
    """A city's name as the list writes it: 浙江省杭州市西湖区 -> 杭州; other scripts in small letters."""
    name = _PROVINCE.sub("", "".join(name.split()) if not name.isascii() else " ".join(name.split()))
    name = _PREFECTURE.sub("", name)
    name = re.sub(r"(?<=.{2})市.*$", "", name)
    return re.sub(r"(?<=..)(地区|盟)$", "", name).casefold()


@cache
def china() -> Mapping[str, str]:
    """Tier by city, first tier first, in the plain form of `plain_city`."""
    with CHINA.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {plain_city(row["city"]): row["tier"] for row in rows}


def plain_tiers(tiers: Mapping[str, str] | None) -> Mapping[str, str]:
    """A client's own list (tier by city) in plain names; that of China where there is none."""
    return china() if not tiers else {plain_city(str(city)): str(tier) for city, tier in tiers.items()}
