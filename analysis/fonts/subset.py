"""How the two Noto Sans SC files beside this script were made.  Never imported at run time.

    npm pack @expo-google-fonts/noto-sans-sc@0.4.3 && tar xzf expo-google-fonts-noto-sans-sc-0.4.3.tgz
    python analysis/fonts/subset.py package

Kept: GB2312 and Big5 level 1 (so that traditional names can be read too), Latin-1, general and
CJK punctuation, full-width forms, a few signs.  Dropped: hinting, layout tables, vertical
metrics.  Saved as TrueType inside xz: 1.6 MB each against 3.1 MB, unpacked in 0.1 s.  (woff2 would
be 1.4 MB, but fontTools takes five seconds to unpack it.)
"""

import io
import lzma
import sys
from pathlib import Path

from fontTools import subset

FACES = {"NotoSansSC-Regular": "400Regular", "NotoSansSC-SemiBold": "600SemiBold"}
RANGES = (
    (0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x203E), (0x2070, 0x209C), (0x20AC, 0x20AC), (0x2190, 0x2193),
    (0x2212, 0x2212), (0x2248, 0x2248), (0x2260, 0x2265), (0x3000, 0x303F), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6),
)  # fmt: skip
DROPPED = ["vhea", "vmtx", "BASE", "STAT", "GPOS", "GSUB", "GDEF", "gasp"]
PACKING = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0}]


def double_byte(codec: str, leads: range) -> set[str]:
    """All characters of a two-byte code page whose first byte is in `leads`."""
    found = set()
    for lead in leads:
        for trail in range(0x40, 0xFF):
            try:
                found.update(bytes([lead, trail]).decode(codec))
            except UnicodeDecodeError:
                continue
    return found


def characters() -> set[int]:
    """Code points to keep."""
    hanzi = double_byte("gb2312", range(0xA1, 0xF8)) | double_byte("big5", range(0xA1, 0xC7))
    return {ord(one) for one in hanzi} | {code for low, high in RANGES for code in range(low, high + 1)}


def subset_font(path: Path) -> bytes:
    """The TrueType file with only these characters, no hinting, no layout tables."""
    options = subset.Options(
        hinting=False, layout_features=[], notdef_outline=True, recalc_timestamp=False, name_IDs=[0, 1, 2, 4, 6, 13, 14, 16, 17]
    )
    options.drop_tables += DROPPED
    font = subset.load_font(str(path), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    packed = io.BytesIO()
    font.save(packed)
    return packed.getvalue()


if __name__ == "__main__":
    package = Path(sys.argv[1])
    for name, folder in FACES.items():
        data = subset_font(package / folder / f"NotoSansSC_{folder}.ttf")
        Path(__file__).with_name(f"{name}.ttf.xz").write_bytes(lzma.compress(data, filters=PACKING))
