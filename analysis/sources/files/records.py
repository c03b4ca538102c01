"""An independent count of the records in a text, and the text made plain on the way.

The reader that fills the parquet is fast but trusting: at an odd quote or line end it may lose
rows without a word.  So every byte passes here first.  This module says how many records there
are, which of them cannot be read and why, and how many bytes the sound ones hold; and it hands
on a text in which nothing is left to interpret: UTF-8, one line feed after each record, quotes
only where there is need, no blank lines, no rejects.  What the reader then returns must agree.

Ordinary blocks are proved to be ordinary with a few array operations; a block with anything
unusual in it is read record by record.
"""

from bisect import bisect_left

import numpy as np

from analysis.sources.files.grammar import Grammar
from analysis.sources.files.margins import may_hold_total, reason_of
from analysis.sources.files.report import BAD_ENCODING, BROKEN_QUOTE, NOTE, TOO_FEW, TOO_MANY, Reject

LONGEST_RECORD = 1 << 26  # bytes; a quote that is open for longer is taken to be unbalanced
LOOK_AHEAD = 1 << 20  # bytes wanted behind a broken record before it is decided where to go on
QUOTE, CARRIAGE_RETURN, LINE_FEED, BLANK = b'"\r\n '


class RecordReader:
    """Takes UTF-8 in blocks, gives it back plain, and keeps the accounts.

    records          records seen: sound ones and rejects; blank lines, and lines of delimiters alone, are none
    rejects          what is left out, in file order
    rejected_records their 1-based numbers among all records
    cell_bytes       bytes in the fields of the sound records, without quotes
    longest          bytes of the longest sound record
    line             1-based number of the line that comes next
    """

    def __init__(
        self,
        grammar: Grammar,
        *,
        width: int,
        first_line: int = 1,
        damaged: list[int] | None = None,
        header: tuple[str, ...] = (),
        taken: tuple[str, ...] = (),
    ) -> None:
        self.records = 0
        self.rejects: list[Reject] = []
        self.rejected_records: list[int] = []
        self.cell_bytes = 0
        self.longest = 0
        self.line = first_line
        self._grammar = grammar
        self._delimiter = grammar.delimiter[0]
        self._width = width
        self._damaged = [] if damaged is None else damaged  # line numbers, growing with the blocks
        self._header, self._taken = header, taken  # column names, and those that were taken when they were made unique
        self._header_start = (header[0].encode(), b'"' + header[0].encode()) if header else ()
        self._empty = grammar.delimiter * (width - 1)  # what a spreadsheet makes of a blank line
        self._looking = False  # for totals and headers that come again, in the records at hand
        self._notes = False
        self._rest = b""
        self._wanted = 0

    def feed(self, block: bytes, *, final: bool = False, notes: bool = False) -> bytes:
        """The plain form of the records that are complete with this block; `notes`: it holds what stands below the table."""
        self._notes = notes
        data = self._rest + block
        if final and data and not data.endswith(b"\n"):
            data += b"\n"
        if not final and len(data) < self._wanted:
            self._rest = data
            return b""
        plain, used = self._ordinary(data) or self._record_by_record(data, final)
        self._rest = data[used:]
        if final and self._rest:
            return plain + self._record_by_record(self._rest, final)[0]
        self._wanted = 2 * len(self._rest)  # an open quote: wait for much more, do not try at every block
        return plain

    def _ordinary(self, data: bytes) -> tuple[bytes, int] | None:
        """Plain form and length of the complete records, or None unless all of them are ordinary.

        Ordinary is: each record has the full width; quotes come in pairs around whole fields;
        a carriage return stands before a line feed or inside quotes.
        """
        self._looking = self._begins_as_header(data) or may_hold_total(data, self._grammar.delimiter)
        if self._width < 2 or self._notes or self._looking or self._curious(data):
            return None
        every = np.frombuffer(data, np.uint8)
        ends = np.flatnonzero(every == LINE_FEED)
        quotes = self._meaningful_quotes(data, every)
        ends = ends[_outside(ends, quotes)]
        if not len(ends):
            return None
        used = int(ends[-1]) + 1
        every, quotes = every[:used], quotes[: np.searchsorted(quotes, used)]
        opening, closing = quotes[::2], quotes[1::2]
        before = np.where(opening > 0, every[opening - 1], LINE_FEED)
        after = every[closing + 1]
        delimiter = self._delimiter
        second_of_two = before == QUOTE
        if not (second_of_two | (before == delimiter) | (before == LINE_FEED)).all():
            return None
        at_line_end = (after == LINE_FEED) | (after == CARRIAGE_RETURN)
        if not (at_line_end | (after == delimiter) | (after == QUOTE)).all():
            return None
        delimiters = np.flatnonzero(every == delimiter)
        delimiters = delimiters[_outside(delimiters, quotes)]
        if (np.diff(np.searchsorted(delimiters, ends), prepend=0) != self._width - 1).any():
            return None
        returns = np.flatnonzero(every == CARRIAGE_RETURN)
        returns = returns[_outside(returns, quotes)]
        if (every[returns + 1] != LINE_FEED).any():
            return None
        lines = data.count(b"\n", 0, used)
        if self._damaged_between(self.line, self.line + lines):
            return None
        self.line += lines
        self.records += len(ends)
        quote_marks = len(quotes) // 2 + len(opening) - int(second_of_two.sum())
        self.cell_bytes += used - len(ends) - len(returns) - len(delimiters) - quote_marks
        self.longest = max(self.longest, int(np.diff(ends, prepend=-1).max()))
        return (np.delete(every, returns).tobytes() if len(returns) else data[:used]), used

    def _begins_as_header(self, data: bytes) -> bool:
        """Whether some line begins with the name of the first column."""
        return any(data.startswith(start) or b"\n" + start in data for start in self._header_start)

    def _curious(self, data: bytes) -> bool:
        """Whether there are records of empty fields, or fields such as ="0017"."""
        empty = self._empty + b"\n", self._empty + b"\r"
        return b'="' in data or any(data.startswith(one) or b"\n" + one in data for one in empty)

    def _meaningful_quotes(self, data: bytes, every: np.ndarray) -> np.ndarray:
        """Places of the quotes; none when all of them stand inside words, like inches: 5" pipe."""
        if b'"' not in data:
            return np.zeros(0, int)
        quotes = np.flatnonzero(every == QUOTE)
        before = np.where(quotes > 0, every[quotes - 1], LINE_FEED)
        begins_a_field = (before == self._delimiter) | (before == LINE_FEED) | (before == BLANK)
        return quotes if begins_a_field.any() else quotes[:0]

    def _record_by_record(self, data: bytes, final: bool) -> tuple[bytes, int]:
        grammar, delimiter, between = self._grammar, self._grammar.delimiter, self._width - 1
        plain = []
        start = 0
        while (line_end := data.find(b"\n", start)) >= 0:
            record = data[start : line_end + 1]
            end = line_end + 1
            if b'"' not in record:
                text = record.rstrip(b"\r\n")
                parts = self._lines_of_old_macs(text)
                for part in parts:
                    if not part.strip(b" ") or part == self._empty:
                        self.line += part is parts[-1]
                    elif self._fits(record if part is parts[-1] else part, part.split(delimiter)):
                        plain.append(grammar.written(part.split(delimiter)) if b"\r" in part else part + b"\n")
                        self.cell_bytes += len(part) - between
            elif end := grammar.record_end(data, start):
                record = data[start:end]
                fields = [_unwrapped(field) for field in grammar.fields(record)]
                if self._fits(record, fields):
                    plain.append(grammar.written(fields))
                    self.cell_bytes += sum(map(len, fields))
            else:
                broken = grammar.broken_at(data, start)
                ahead = len(data) - start - LONGEST_RECORD if broken is None else len(data) - broken - LOOK_AHEAD
                if ahead < 0 and not final:
                    break
                end = grammar.resume_after(data, start, broken, self._width)
                self._reject(data[start:end], BROKEN_QUOTE)
            start = end
        self.longest = max(self.longest, max(map(len, plain), default=0))
        return b"".join(plain), start

    def _lines_of_old_macs(self, text: bytes) -> list[bytes]:
        """The records in a line: several where lone carriage returns part it into records of full width."""
        if b"\r" in text and text.count(self._grammar.delimiter) != self._width - 1:
            parts = text.split(b"\r")
            if all(part.count(self._grammar.delimiter) == self._width - 1 for part in parts):
                return parts
        return [text]

    def _fits(self, record: bytes, fields: list[bytes]) -> bool:
        """Whether the record has its full width, no damaged line, and is one; it is counted either way."""
        lines = record.count(b"\n")
        if self._damaged and self._damaged_between(self.line, self.line + lines):
            self._reject(record, BAD_ENCODING)
        elif len(fields) != self._width:
            self._reject(record, TOO_FEW if len(fields) < self._width else TOO_MANY)
        elif reason := self._no_record(fields):
            self._reject(record, reason)
        else:
            self.records += 1
            self.line += lines
            return True
        return False

    def _no_record(self, fields: list[bytes]) -> str | None:
        if self._notes:
            return NOTE
        return reason_of([field.decode() for field in fields], self._header, self._taken) if self._looking else None

    def _reject(self, record: bytes, reason: str) -> None:
        self.records += 1
        self.rejects.append(Reject(self.line, reason))
        self.rejected_records.append(self.records)
        self.line += record.count(b"\n")

    def _damaged_between(self, first: int, behind: int) -> bool:
        place = bisect_left(self._damaged, first)
        return place < len(self._damaged) and self._damaged[place] < behind


def _unwrapped(field: bytes) -> bytes:
    """The text of a field that was written ="0017", so that a spreadsheet does not take it for a number."""
    return field[2:-1] if field.startswith(b'="') and field.endswith(b'"') and len(field) > 2 else field


def _outside(places: np.ndarray, quotes: np.ndarray) -> np.ndarray:
    """Which places have an even number of quotes before them, as a mask."""
    if not len(quotes):
        return np.ones(len(places), bool)
    return (np.searchsorted(quotes, places) & 1) == 0
