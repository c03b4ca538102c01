"""Free text without addresses: whatever points at a person is replaced by its kind, at the door.

Every pattern is read alike by both engines and by Python: no look-around, no back-references, no word
boundaries.  Without these a pattern cannot see what stands before it, so the order of the masks does that
work: longer numbers are taken first, and what is left of the digits is too short to be mistaken.
"""

import re
from typing import NamedTuple

from analysis.engine import Column, F
from analysis.sources.person_names import HAN, IN_TEXT, LIKELY, WESTERN

_D = "[0-9０-９]"  # digits, full-width ones too
_MONTH, _DAY = "(0[1-9]|1[0-2])", "(0[1-9]|[12][0-9]|3[01])"
_BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_GAP = "[-－ ]?"

EMAIL = "[A-Za-z0-9._%+-]+[@＠][A-Za-z0-9-]+([.][A-Za-z0-9-]+)+"
LINK = "(https?://|www[.])[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+"
IDENTITY = f"[1-9][0-9]{{5}}[ -]?(18|19|20)[0-9]{{2}}{_MONTH}{_DAY}[ -]?[0-9]{{3}}[0-9Xx]"
SOCIAL = "[0-9]{3}-[0-9]{2}-[0-9]{4}"  # United States
INSURANCE = "[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]"  # United Kingdom
PASSPORT = "(护照|護照|[Pp]assport)( ?[Nn]o[.]?| ?[Nn]umber|号码|号|號)?[ :：是]{0,3}[A-Z]{1,2}[0-9]{7,8}"
CARD = "[3-6][0-9]{3}([ -][0-9]{4}){3}([ -]?[0-9]{1,3})?|(62[0-9]|4[0-9]{2}|5[1-5][0-9])[0-9]{13}([0-9]{3})?"
MOBILE = f"1[3-9]{_D}{_GAP}{_D}{{4}}{_GAP}{_D}{{4}}|１[３-９]{_D}{{9}}"
PREFIXED = f"(([+]|00)86{_GAP}|86[- ]?)({MOBILE})"
ABROAD = "[+][1-9]([ ().-]{0,2}[0-9]){8,14}|00[1-9][0-9]{0,2}[ -][0-9 ()-]{7,16}[0-9]"
# Area codes as they are given out: the year and number of an order ('2015-3017568') hold none.
LANDLINE = (
    "[(（]0[1-9][0-9]{1,2}[)）] ?[2-9][0-9]{6,7}|(010|02[0-9])[- ][2-9][0-9]{7}|0[3-9][0-9]{2}[- ][2-9][0-9]{6,7}|"
    "[48]00-[0-9]{3}-?[0-9]{4}"
)
BRITISH = (
    "07[0-9]{9}|07[0-9]{3}[ -][0-9]{6}|07[0-9]{3}[ -][0-9]{3}[ -][0-9]{3}|"
    "[(]?0(1[0-9]{2,3}|2[0-9]|3[0-9]{2})[)]? [0-9]{3,4}[ -]?[0-9]{3,4}"
)
AMERICAN = "[(][2-9][0-9]{2}[)] ?[2-9][0-9]{2}[ .-][0-9]{4}|[2-9][0-9]{2}([ .-])[2-9][0-9]{2}[ .-][0-9]{4}"
FRENCH = "0[1-9]([ .][0-9]{2}){4}"
_HANDLE = "[A-Za-z][A-Za-z0-9_-]{4,19}"
_NUMBERED = "[A-Za-z_-]{1,15}[0-9][A-Za-z0-9_-]{2,19}"
_WECHAT = "(微信|威信|薇信|[Vv]信|加[Vv]|[Vv][Xx]|[Ww][Xx]|[Ww]e[Cc]hat|WECHAT|[Qq]{2}|扣扣)"
ACCOUNT = (
    f"{_WECHAT}(号码|号|號| ?[Ii][Dd])?[ ]?([:：是为]|号)[ ]?({_HANDLE}|{_D}{{5,12}})|"
    f"{_WECHAT}[ ]?(号|号码)?[ ]?({_NUMBERED}|{_D}{{6,12}})|[Qq]{{2}}[ ]?{_D}{{5,11}}|wxid_[A-Za-z0-9]{{6,20}}"
)
IP = f"{_BYTE}([.]{_BYTE}){{3}}"
_PLATE_SIGN = "[A-HJ-NP-Z0-9]"
PLATE = (
    "[京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼新][A-HJ-NP-Z][·• ]?"
    f"([0-9]{_PLATE_SIGN}{{4,5}}|[A-HJ-NP-Z][0-9]{_PLATE_SIGN}{{3,4}}|[A-HJ-NP-Z]{{2}}[0-9]{_PLATE_SIGN}{{2,3}})"
)
_ROOM = f"([ ]?{_D}{{1,4}}(号楼|號樓|栋|幢|座|单元|單元|楼|樓|层|室|号))*"
_ENGLISH_STREET = "(Street|Road|Avenue|Lane|Crescent|Terrace|Boulevard|(St|Rd|Ave|Dr|Drive|Close|Blvd)[.,])"
ADDRESS = (
    f"({HAN}{{2,3}}[省市])?({HAN}{{1,4}}[市区县镇乡區縣鎮])?{HAN}{{1,6}}(路|街|大道|巷|弄|胡同){_D}{{1,5}}[号弄號]{_ROOM}|"
    f"{HAN}{{2,8}}(小区|花园|公寓|大厦|家园|新村|苑){_D}{{1,4}}(号楼|栋|幢|座|单元|期|室){_ROOM}|"
    f"{_D}{{1,3}}(号楼|栋|幢|座){_D}{{1,2}}单元({_D}{{1,4}}(室|号)?)?|"
    f"[0-9]{{1,5}}[A-Za-z]? ([A-Z][A-Za-z'’-]+ ){{1,3}}{_ENGLISH_STREET}|"
    "[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}"
)


class Mask(NamedTuple):
    """What is looked for, and the word in its place.  `sure`: also looked for where a text is a name or a code."""

    pattern: str
    word: str
    sure: bool = True


# In this order: see above.
MASKS: tuple[Mask, ...] = (
    Mask(LINK, "[link]"),
    Mask(EMAIL, "[e-mail]"),
    Mask(ACCOUNT, "[account]"),
    Mask(f"{IDENTITY}|{INSURANCE}|{PASSPORT}", "[identity number]"),
    Mask(CARD, "[bank card]"),
    Mask(f"{PREFIXED}|{ABROAD}", "[telephone]"),
    Mask("[0-9]{12,}", "[number]", sure=False),  # too long for an order or a price: an older identity number, a card, a parcel
    Mask(SOCIAL, "[identity number]"),
    Mask(f"{MOBILE}|{LANDLINE}|{BRITISH}|{AMERICAN}|{FRENCH}", "[telephone]"),
    Mask("1[0-9]{10}", "[telephone]", sure=False),  # a mobile with a digit mistyped, or of a series that is not given out yet
    Mask(IP, "[internet address]"),
    Mask(PLATE, "[number plate]"),
    Mask(ADDRESS, "[address]", sure=False),
    Mask(IN_TEXT, "[name]", sure=False),
)


def masked(text: Column) -> Column:
    """The text with everything that points at a person replaced by its kind in square brackets."""
    return _replaced(text, MASKS)


def masked_surely(text: Column) -> Column:
    """The same for columns of names and codes: no names, addresses or long numbers are looked for, which these may hold."""
    return _replaced(text, [mask for mask in MASKS if mask.sure])


def holds_identifier(text: Column) -> Column:
    """Whether there is anything for `masked_surely` to replace."""
    return text.rlike(portable("|".join(f"({mask.pattern})" for mask in MASKS if mask.sure)))


def _replaced(text: Column, masks) -> Column:
    for mask in masks:
        text = F.regexp_replace(text, portable(mask.pattern), mask.word)
    return text


def portable(pattern: str) -> str:
    """The pattern in ASCII: both engines read characters beyond it as their number."""
    return "".join(sign if sign.isascii() else f"\\x{{{ord(sign):X}}}" for sign in pattern)


def masked_text(text: str) -> str:
    """`masked` for one text in Python."""
    for mask in MASKS:
        text = re.sub(mask.pattern, mask.word, text)
    return text


def shown_header(header: str) -> str:
    """A header for a message: described where it can be a value, as in a file that has no header."""
    return shown_word(header) if masked_text(header) != header or _PERSON.fullmatch(header) else header


_LONGEST = 30
_PERSON = re.compile(f"{LIKELY}|{WESTERN}")


def shown_word(word: str) -> str:
    """A word of the client's file for a message: itself where it can be a category, else what it is like.

    A status that is not mapped must be named for the user to map it; a telephone number or a name in its place
    must not.  A word that only looks like a name is described as well.
    """
    if masked_text(word) != word or _PERSON.fullmatch(word):
        return f"({len(word)} characters that may point at a person)"
    if len(word) > _LONGEST or sum(sign.isdigit() for sign in word) > 6:
        return f"({len(word)} characters)"
    return word
