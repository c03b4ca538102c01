"""The blocks of one section, in reading order: answer, prose and outputs, code.

What a notebook cell becomes, and the three things that the frame adds to finished blocks: a note
beside the figure it follows, its signature, and the hint above a table wider than a phone.
"""

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from nbformat import NotebookNode

from analysis.errors import NotebookError
from analysis.reporting.clean import clean_html, markdown_html, plain
from analysis.reporting.template import fragment

_ANSWERS = re.compile(r'(?:\s*<p class="answer\b[^>]*>.*?</p>)+', re.DOTALL)
_NOTE = re.compile(r'<aside\b[^>]*\bclass="note\b.*?</aside>', re.DOTALL)
_SOURCE = re.compile(r'(?:\s*<p class="src\b[^>]*>[^<]*(?:<(?!/p>)[^<]*)*</p>)?\s*')
_SCROLL = re.compile(r'(<p class="swipe">[^<]*</p>\s*)?(<div class="scroll\b([^"]*)"[^>]*>(.*?)</tr>)', re.DOTALL)
_CELL = re.compile(r"<t[hd]\b")
_WIDE = 6  # columns that do not fit on a phone


def strata(output: NotebookNode) -> Mapping[str, Any]:
    """What a cell says about its output, under metadata.strata."""
    return output.get("metadata", {}).get("strata", {})


def section_html(cells: Iterable[NotebookNode], *, skipped: bool, prefix: str, analyst: bool, labels: Mapping[str, str]) -> str:
    """All blocks of a section.  A skipped one loses its prose; only an analyst sees code."""
    blocks, answers, code = [], "", []
    for cell in cells:
        if cell.cell_type == "markdown":
            blocks += [] if skipped else [prose_html(cell, prefix)]
            continue
        shown, said = outputs_html(cell, prefix, labels)
        if shown and not answers and (leading := _ANSWERS.match(shown)):
            answers, shown = leading[0], shown[leading.end() :]
        blocks.append(shown)
        code += [f"<pre><code>{escape(cell.source)}</code></pre>"] if cell.source.strip() else []
        code += [f'<pre class="out">{escape(text)}</pre>' for text in said]
    if analyst and code:
        blocks.append(f'<details class="fold code"><summary>{escape(labels["code"])}</summary>{"".join(code)}</details>')
    return swiping(beside("\n".join(block for block in (answers, *blocks) if block.strip()), labels["comment"]), labels["swipe"])


def prose_html(cell: NotebookNode, prefix: str) -> str:
    """A Markdown cell; the tag `fold` folds it under its first line, `limits` puts it in the tinted box."""
    tags = cell.metadata.get("tags", ())
    if "fold" in tags:
        first, _, rest = cell.source.strip().partition("\n")
        summary = escape(plain(markdown_html(first)))
        return f'<details class="fold how"><summary>{summary}</summary><div>{markdown_html(rest, prefix=prefix)}</div></details>'
    html = markdown_html(cell.source, prefix=prefix)
    return f'<div class="limits">{html}</div>' if "limits" in tags else html


def outputs_html(cell: NotebookNode, prefix: str, labels: Mapping[str, str]) -> tuple[str, list[str]]:
    """What a code cell shows to everyone, and the plain text that only an analyst wants."""
    shown, said = [], []
    for output in cell.outputs:
        data, ours = output.get("data", {}), strata(output)
        if output.output_type == "error":
            raise NotebookError("A cell of the report stopped with {error}:\n{source}", error=output.ename, source=cell.source)
        if ours.get("skipped") and "reason" in ours:
            shown.append(fragment("skipped.html.j2", skipped=ours, labels=labels))
        elif "text/html" in data:
            shown.append(clean_html(_text(data["text/html"]), prefix=prefix))
        elif "text/markdown" in data:
            shown.append(markdown_html(_text(data["text/markdown"]), prefix=prefix))
        elif "image/png" in data:
            source = f"data:image/png;base64,{''.join(_text(data['image/png']).split())}"
            shown.append(clean_html(f'<figure><img src="{source}" alt="{escape(str(ours.get("alt", "")))}"></figure>'))
        elif output.get("name") == "stdout":
            said.append(_text(output.text))
        elif "text/plain" in data:
            said.append(_text(data["text/plain"]))
    return "\n".join(shown), said


def beside(html: str, signature: str) -> str:
    """Notes signed as written, and put in the margin of the figure they follow."""
    done = ""
    while note := _NOTE.search(html):
        aside = (
            note[0] if 'class="who"' in note[0] else note[0].replace("</aside>", f'<p class="who">{escape(signature)}</p></aside>')
        )
        before, html = html[: note.start()], html[note.end() :]
        start, end = before.rfind("<figure"), before.rfind("</figure>")
        if end > start >= 0 and _SOURCE.fullmatch(before, end + len("</figure>")):
            done += f'{before[:start]}<div class="with-note"><div>{before[start:]}</div>{aside}</div>'
        else:
            done += before + aside
    return done + html


def swiping(html: str, words: str) -> str:
    """The hint above each table that is wider than a phone: six columns, or class `hint`."""

    def hinted(box: re.Match[str]) -> str:
        wide = "hint" in box[3] or len(_CELL.findall(box[4])) >= _WIDE
        return f'<p class="swipe">{escape(words)}</p>{box[2]}' if wide else box[0]

    return _SCROLL.sub(hinted, html)


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)
