"""Guessing an encoding: whose characters are ordinary?

That bytes decode without an error proves little (Big5 decodes as GB18030).  That the characters
are common ones proves a lot: most Chinese text is made of the few thousand characters that each
standard puts first, and an accented Latin letter stands between plain ones.  One line is mostly
enough.  What is not among the candidates is mistaken for one (Korean for Chinese), so only these
are ever guessed, and the guess is shown.
"""

CANDIDATES = ("cp1252", "gb18030", "big5", "cp950")  # the earlier wins a tie
LATIN = ("cp1252", "iso8859-1", "iso8859-15")
COMPARABLE = (*LATIN, *CANDIDATES)  # encodings the share of ordinary characters can be taken for
LATIN_SIGNS = "’‘“”€–—…°£©®™½¼¾²³µ§«»¡¿·\xa0"


def likeliest(sample: bytes) -> tuple[str, float]:
    """The candidate whose characters are most ordinary in the sample, and their share (0–1)."""
    shares = {codec: share_decoded(sample, codec) for codec in CANDIDATES}
    best = max(CANDIDATES, key=shares.__getitem__)
    return best, shares[best]


def share_decoded(sample: bytes, codec: str) -> float:
    """Share of ordinary characters (0–1), less the share of lines that cannot be decoded at all."""
    lines = sample.split(b"\n")
    decoded = [line.decode(codec) for line in lines if decodes(line, codec)]
    return ordinary_share("\n".join(decoded), codec) * len(decoded) / len(lines)


def ordinary_share(text: str, codec: str) -> float:
    """Share of the characters beyond ASCII that are common in the script the codec is made for.

    gb18030: the 3,755 characters of GB2312's first level; big5: the 5,401 of its own;
    full-width punctuation counts half, as both have it in the same place.  cp1252 and its like:
    single letters next to plain ones, and the usual signs.
    """
    beyond = ordinary = 0.0
    for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if char.isascii():
            continue
        beyond += 1
        if codec in LATIN:
            alone = before.isascii() and after.isascii()
            in_word = char.isalpha() and (before.isalpha() or after.isalpha())
            ordinary += alone and (in_word or char in LATIN_SIGNS)
            continue
        lead, trail = (char.encode(codec) + b"\0")[:2]
        if lead in (0xA1, 0xA3):
            ordinary += 0.5
        elif codec == "gb18030":
            ordinary += 0xB0 <= lead <= 0xD7 and trail >= 0xA1
        else:
            ordinary += 0xA4 <= lead <= 0xC6
    return ordinary / beyond if beyond else 0.0


def decodes(line: bytes, codec: str) -> bool:
    """Whether every byte means something in this encoding."""
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
