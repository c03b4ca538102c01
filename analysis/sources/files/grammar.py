"""What a record is: the grammar of delimited text (RFC 4180, read as people write it).

A record is a line, unless a quoted field holds line ends.  A quote has a meaning only where a
field begins (blanks may stand before it); there it opens a quoted field, in which a quote is
written twice, and which ends before the next delimiter or line end.  Anywhere else a quote is a
character like any other: 5" pipe.

A quoted field that ends otherwise, or never, is broken.  A broken record would swallow what
follows, so reading resumes at the next line that is a record by itself.
"""

import re
from dataclasses import dataclass
from functools import cached_property

RESUME_WITHIN = 100  # lines searched for a full record behind a broken one


@dataclass(frozen=True)
class Grammar:
    """Records of UTF-8 bytes whose fields are separated by the one byte `delimiter`.

    The methods expect data in which every complete line ends with a line feed.
    """

    delimiter: bytes

    @cached_property
    def _record(self) -> re.Pattern[bytes]:
        return re.compile(rb"%(field)b(?:%(d)b%(field)b)*+\r*+\n" % self._parts)

    @cached_property
    def _open(self) -> re.Pattern[bytes]:
        """From the start of a record to the end of the text of its first broken field."""
        return re.compile(rb'(?:%(field)b%(d)b)*+\x20*+"(?:[^"]++|"")*+' % self._parts)

    @cached_property
    def _field(self) -> re.Pattern[bytes]:
        return re.compile(rb'(?:\A|%(d)b)(?:\x20*+"((?:[^"]++|"")*+)"\x20*+(?=%(d)b|\Z)|([^%(d)b]*+))' % self._parts)

    @property
    def _parts(self) -> dict[bytes, bytes]:
        d = re.escape(self.delimiter)
        quoted = rb'\x20*+"(?:[^"]++|"")*+"\x20*+(?=%b|\r*+\n)' % d
        return {b"d": d, b"field": rb'(?:%b|(?!\x20*+")[^%b\n]*+)' % (quoted, d)}

    def record_end(self, data: bytes, start: int) -> int | None:
        """Where the record after the one at `start` begins; None when it is broken or incomplete."""
        if match := self._record.match(data, start):
            return match.end()
        return None

    def fields(self, record: bytes) -> list[bytes]:
        """The fields of one sound record, without quotes; its line end may be there or not."""
        record = record.removesuffix(b"\n").rstrip(b"\r")
        if b'"' not in record:
            return record.split(self.delimiter)
        return [quoted.replace(b'""', b'"') if quoted else plain for quoted, plain in self._field.findall(record)]

    def broken_at(self, data: bytes, start: int) -> int | None:
        """Index of the quote that breaks the record at `start`; None when data end before it does."""
        match = self._open.match(data, start)
        if match is None or not data[match.end() + 1 : match.end() + 64].strip(b" \r"):
            return None
        return match.end()

    def resume_after(self, data: bytes, start: int, broken: int | None, width: int) -> int:
        """Where reading goes on behind the broken record at `start`.

        That is the next line which reads as a record by itself, with at least half of the `width`
        fields.  Where there is none up to the line of the quote that breaks it, the record
        reaches to the end of that line.
        """
        limit = (data.find(b"\n", broken) + 1 if broken is not None else 0) or len(data)
        enough = min(width, max(2, (width + 1) // 2))
        first = line = data.find(b"\n", start) + 1 or len(data)
        for _ in range(RESUME_WITHIN):
            if line >= limit:
                return limit
            end = self.record_end(data, line)
            if end and len(self.fields(data[line:end])) >= enough:
                return line
            line = data.find(b"\n", line) + 1 or len(data)
        return first

    def written(self, fields: list[bytes]) -> bytes:
        """The fields as one record in the plainest form: quoted only where there is need."""
        if fields == [b""]:
            return b'""\n'  # an empty line would be no record at all
        return self.delimiter.join([self._quoted(field) for field in fields]) + b"\n"

    def _quoted(self, field: bytes) -> bytes:
        if b'"' in field:
            return b'"' + field.replace(b'"', b'""') + b'"'
        if self.delimiter in field or b"\n" in field or b"\r" in field:
            return b'"' + field + b'"'
        return field
