"""The two typefaces of a report, for matplotlib and for the page.

English is set in Source Sans Pro (PyPI `font-source-sans-pro`), Chinese in Noto Sans SC (shipped
in `analysis/fonts`, packed), both in 400 and 600.  A glyph that the first face lacks comes from the
second, so a Chinese category name reads in an English report and the other way round.

A reader's machine may have neither.  So every chart and every page carries its own glyphs as
woff2: `font_faces` builds that CSS.  Subsetting is the costly part; it starts from a font that is
opened once per process, and equal glyph sets are built once.
"""

import base64
import hashlib
import io
import logging
import lzma
import os
import tempfile
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

import font_source_sans_pro
import fontTools
import matplotlib
from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont, newTable
from matplotlib.font_manager import fontManager

logging.getLogger("fontTools").setLevel(logging.ERROR)

SOURCE, NOTO = "Source Sans Pro", "Noto Sans SC"
FAMILIES = {"en": [SOURCE, NOTO, "DejaVu Sans"], "zh": [NOTO, SOURCE, "DejaVu Sans"]}
WEIGHTS = (400, 600)

_SHIPPED = Path(__file__).parents[1] / "fonts"
_PACKED = {400: "NotoSansSC-Regular.ttf.xz", 600: "NotoSansSC-SemiBold.ttf.xz"}
_PYPI = {400: "SourceSansPro", 600: "SourceSansProSemibold"}
# The characters of nearly every English label: subsets of these start from a small font.
_COMMON = {*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2027), 0x20AC, 0x2190, 0x2192, 0x2212, 0x2248, 0x2264, 0x2265}
# From here on woff: a fifth larger than woff2, ten times quicker to make (600 glyphs: .1 against 1.0 s).
_LARGE = 160


@cache
def register() -> None:
    """Make both families known to matplotlib, before any face of the same name on this machine.

    Its last resort, DejaVu, has no 600: the 700 answers for it, so that nothing is logged.
    """
    for family in (SOURCE, NOTO):
        for weight in WEIGHTS:
            known = len(fontManager.ttflist)
            fontManager.addfont(face_path(family, weight))
            fontManager.ttflist[:0] = [fontManager.ttflist.pop() for _ in fontManager.ttflist[known:]][::-1]
    bold = next(
        face for face in fontManager.ttflist if face.name == "DejaVu Sans" and face.weight == 700 and face.style == "normal"
    )
    fontManager.ttflist.append(replace(bold, weight=600))


@cache
def face_path(family: str, weight: int) -> Path:
    """The TrueType file of one face; Noto is unpacked into the cache folder on first use."""
    if family == SOURCE:
        return Path(font_source_sans_pro.font_files_ttf[_PYPI[weight]])
    packed = (_SHIPPED / _PACKED[weight]).read_bytes()
    return _kept(_PACKED[weight].removesuffix(".xz"), packed, lambda: lzma.decompress(packed))


@cache
def coverage(family: str) -> frozenset[int]:
    """Code points the family can show."""
    return frozenset(_opened(family, 400).getBestCmap())


def uncovered(text: str) -> str:
    """The characters of `text` that neither family can show, each once, in order."""
    known = coverage(SOURCE) | coverage(NOTO)
    return "".join(dict.fromkeys(one for one in text if ord(one) > 0x20 and ord(one) not in known))


def font_faces(glyphs: Mapping[int, set[str]], language: str) -> str:
    """@font-face rules holding just these characters: {weight: characters} -> CSS."""
    rules = []
    for weight, characters in sorted(glyphs.items()):
        rest = {ord(one) for one in characters if ord(one) >= 0x20}
        for family in FAMILIES[language][:2]:
            if not rest:
                break
            here = frozenset(rest & coverage(family))
            rest -= here
            if here - {0x20}:
                kind = "woff" if family == NOTO and len(here) > _LARGE else "woff2"
                data = base64.b64encode(web_font(family, weight, here, kind)).decode()
                rules.append(
                    f"@font-face{{font-family:'{family}';font-weight:{weight};font-display:block;"
                    f"src:url(data:font/{kind};base64,{data}) format('{kind}')}}"
                )
    return "".join(rules)


def page_faces(text: str, language: str) -> str:
    """@font-face rules of both weights for a page showing `text`.

    Source Sans comes with its common characters whatever the page says, so that its bytes are
    the same for every page and built once.
    """
    characters = {one for one in set(text) if one.isprintable()}
    if language == "en":
        characters |= {chr(code) for code in _COMMON}
    return font_faces(dict.fromkeys(WEIGHTS, characters), language)


@lru_cache(maxsize=256)
def web_font(family: str, weight: int, codes: frozenset[int], kind: str) -> bytes:
    """One face cut down to `codes`, as woff2 or woff with fixed bytes."""
    if family == NOTO:
        font = _picked(_opened(family, weight), codes)
    else:  # Source Sans keeps its kerning
        font = _cut(_common_source(weight) if codes <= _COMMON else _source(weight), codes)
    font.flavor = kind
    return _bytes(font)


@cache
def _opened(family: str, weight: int) -> TTFont:
    return TTFont(io.BytesIO(face_path(family, weight).read_bytes()), lazy=True, recalcTimestamp=False)


@cache
def _source(weight: int) -> bytes:
    return face_path(SOURCE, weight).read_bytes()


@cache
def _common_source(weight: int) -> bytes:
    whole = _source(weight)
    return _kept(
        f"SourceCommon-{fontTools.version}-{weight}.ttf", whole, lambda: _bytes(_cut(whole, frozenset(_COMMON)))
    ).read_bytes()


def _kept(name: str, made_from: bytes, make: Callable[[], bytes]) -> Path:
    """A file in matplotlib's cache folder, made on first use on this machine."""
    stamp = hashlib.blake2b(made_from, digest_size=6).hexdigest()
    target = Path(matplotlib.get_cachedir()) / f"strata-{stamp}-{name}"
    if not target.exists():
        handle, scratch = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(make())
        os.replace(scratch, target)
    return target


def _bytes(font: TTFont) -> bytes:
    saved = io.BytesIO()
    font.save(saved)
    return saved.getvalue()


def _cut(data: bytes, codes: frozenset[int]) -> TTFont:
    """fontTools' subsetter: slow on large fonts, but it knows kerning."""
    options = subset.Options(
        hinting=False, layout_features=["kern"], notdef_outline=True, recalc_timestamp=False, name_IDs=[], glyph_names=False
    )
    options.drop_tables += ["BASE", "GDEF", "gasp", "DSIG", "name"]  # to find out which names are in use takes a fifth of the time
    font = TTFont(io.BytesIO(data), lazy=True, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    font["name"] = newTable("name")
    font["name"].names = []
    return font


def _picked(font: TTFont, codes: frozenset[int]) -> TTFont:
    """Glyphs lifted, undecoded, out of an open font.

    Far quicker than `_cut`, and enough for the shipped Noto: no layout tables, no composites.
    """
    mapping = {code: name for code in sorted(codes) if (name := font.getBestCmap().get(code))}
    names = list(dict.fromkeys([".notdef", *mapping.values()]))
    metrics, outlines = font["hmtx"], font["glyf"].glyphs
    build = FontBuilder(unitsPerEm=font["head"].unitsPerEm, isTTF=True)
    build.font.recalcBBoxes = build.font.recalcTimestamp = False
    build.setupGlyphOrder(names)
    build.setupCharacterMap(mapping)
    build.font["glyf"], build.font["loca"] = newTable("glyf"), newTable("loca")
    build.font["glyf"].glyphOrder = names
    build.font["glyf"].glyphs = {name: copy(outlines[name]) for name in names}  # copies: saving decodes them in place
    build.setupHorizontalMetrics({name: metrics[name] for name in names})
    for table in ("head", "hhea", "maxp", "OS/2"):  # upper bounds of the whole font stay true
        build.font[table] = copy(font[table])
    build.setupNameTable({"familyName": NOTO, "styleName": "Regular"}, mac=False)
    build.setupPost(keepGlyphNames=False)
    return build.font
