"""Which encoding a file is in."""

import pytest

from analysis.errors import SourceError
from analysis.sources.files.encoding import find_encoding, utf8_blocks
from analysis.sources.files.likely import likeliest, ordinary_share

CHINESE = "编号,城市,项目\n" + "".join(f"{n},上海,皮肤管理\n{n},北京,黄金会员\n" for n in range(20))
TRADITIONAL = "編號,城市,項目\n" + "".join(f"{n},臺北市,會員\n{n},高雄市,訂單\n" for n in range(20))
FRENCH = "id,ville\n" + "".join(f"{n},Besançon\n{n},Orléans\n" for n in range(20))


@pytest.fixture
def file(tmp_path):
    """Writes bytes to a file and gives its path."""

    def write(content: bytes, name: str = "orders.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8-sig"),
        (CHINESE, "utf-16", "utf-16-le"),
        ("\ufeff" + CHINESE, "utf-16-be", "utf-16-be"),
        (CHINESE, "gbk", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        (FRENCH, "cp1252", "cp1252"),
        ("id,city\n1,Rome\n", "ascii", "utf-8"),
    ],
)
def test_encoding_is_found(file, text, encoding, found):
    assert found == find_encoding(file(text.encode(encoding)))


@pytest.mark.parametrize(
    ("line", "encoding"),
    [
        ("1,张三,黄金会员", "gb18030"),
        ("1,上海", "gb18030"),
        ("1,臺北市,會員", "big5"),
        ("1,São Paulo", "cp1252"),
        ("1,Århus", "cp1252"),
    ],
)
def test_one_line_is_enough(line, encoding):
    assert encoding == likeliest(line.encode(encoding))[0]


def test_big5_decodes_as_gb18030_but_not_into_common_characters():
    """訂單數量 (order quantity) is made of ordinary characters; 璹虫计秖 is half strange, and means nothing."""
    as_gb18030 = "訂單數量".encode("big5").decode("gb18030")

    assert "璹虫计秖" == as_gb18030
    assert 1.0 == ordinary_share("訂單數量", "big5")
    assert 0.5 == ordinary_share(as_gb18030, "gb18030")


def test_bytes_beyond_ascii_are_found_behind_the_first_64_kilobytes(file):
    plain = b"id,city\n" + b"1,Rome\n" * 10_000

    assert "gb18030" == find_encoding(file(plain + CHINESE.encode("gbk")))


def test_a_character_cut_in_half_does_not_change_the_encoding(file):
    """One of 41 lines ends in half a character, as exports with fixed widths produce them."""
    damaged = CHINESE.encode("gbk") + "9,上海".encode("gbk")[:-1] + b",x\n"
    path = file(damaged)
    lines: list[int] = []
    text = b"".join(utf8_blocks(path, find_encoding(path), lines)).decode()

    assert "gb18030" == find_encoding(path)
    assert [42] == lines
    assert text.startswith(CHINESE)


@pytest.mark.parametrize(
    ("text", "encoding", "declared", "line"),
    [
        (CHINESE, "gbk", "utf-8", 1),
        (CHINESE, "utf-8", "gb18030", 1),
        (CHINESE, "gbk", "cp1252", 1),
        (TRADITIONAL, "big5", "gb18030", 1),
        ("id,ville\n1,Rome\n" + FRENCH[9:], "utf-8", "cp1252", 3),
        (CHINESE, "utf-8-sig", "gb18030", 1),
    ],
)
def test_a_wrong_declaration_is_an_error_with_the_line(file, text, encoding, declared, line):
    with pytest.raises(SourceError, match=rf"orders\.csv, line {line}: the text is not {declared} as declared") as error:
        find_encoding(file(text.encode(encoding)), declared)

    assert "Remove the encoding" in str(error.value)


@pytest.mark.parametrize("declared", ["utf-8", "UTF8", "utf-8-sig"])
def test_utf8_may_be_declared_with_or_without_a_mark(file, declared):
    assert "utf-8" == find_encoding(file(CHINESE.encode()), declared)
    assert "utf-8-sig" == find_encoding(file(CHINESE.encode("utf-8-sig")), declared)


def test_other_encodings_are_read_when_declared(file):
    russian = file("id,город\n1,Москва\n".encode("cp1251"))

    with pytest.raises(SourceError, match="the encoding cannot be told"):
        find_encoding(russian)

    assert "cp1251" == find_encoding(russian, "cp1251")


@pytest.mark.parametrize("declared", ["ansi", "utf-7", "base64", "idna"])
def test_what_is_no_text_encoding_is_refused(file, declared):
    with pytest.raises(SourceError, match=f"no text encoding is called '{declared}'"):
        find_encoding(file(b"id\n1\n"), declared)


def test_a_file_in_two_encodings_is_refused(file):
    """41 lines in UTF-8 after 41 in GBK: as GBK they would decode without an error, to nonsense."""
    with pytest.raises(SourceError, match=r"orders\.csv, line 42: .*mixes encodings"):
        find_encoding(file(CHINESE.encode("gbk") + CHINESE.encode()))
    with pytest.raises(SourceError, match=r"line 42: .*mixes encodings"):
        find_encoding(file(FRENCH[:-1].encode("cp1252") + b"\n" + FRENCH[9:].encode()))
