"""Text in columns of blanks, turned into tab-separated text.

Runs of blanks and tabs separate; blanks at either end of a line mean nothing; a quoted field
may hold blanks.  Line for line, so that line numbers stay true.
"""

import re

RUNS = re.compile(rb"[ \t]+")
LINE_MARGINS = re.compile(rb"(?m)^\t|\t(?=\r*$)")
TOKEN = re.compile(rb'"(?:[^"\n]|"")*"(?=[ \t\r\n]|\Z)|[^ \t\r\n]+')


def tab_separated(block: bytes) -> bytes:
    """The block's lines with one tab between fields."""
    if b'"' not in block:
        return LINE_MARGINS.sub(b"", RUNS.sub(b"\t", block))
    return b"\n".join(b"\t".join(TOKEN.findall(line)) for line in block.split(b"\n"))
