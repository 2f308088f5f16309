"""The text of a file that is no archive of parts: its encoding found out, and told when it is damaged.

Encoding guessers take short Chinese texts for others: here only what senders use is tried, and what comes out must
look like what they write.
"""

import re

from sources.limits import UnreadableFileError, foreign
from sources.rows import Doubt

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_LINES_NAMED = 5
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_PLAIN_LETTERS = re.compile(rb"[A-Za-z]+")
_MOST_ACCENTS_TOGETHER = 2
_LATIN_MARKS = (
    "\u2018\u2019\u201c\u201d\u201e\u2013\u2014\u2026\u2022\u20ac"
    "\xa0\xa1\xa3\xa7\xab\xb0\xb1\xb2\xb3\xb4\xb7\xbb\xbf\xd7"
)
_ASSUMED_LATIN = (
    "文件没有写明文字编码,按西欧文字(Windows-1252)读取,带重音的字母可能不对;"
    "请用 Excel 或 WPS 打开核对后另存为 xlsx 再报送"
)
_FIRST_USED, _LAST_USED = 0xB0, 0xD7
"""The lead bytes of the most used characters in GB 2312."""


def decoded(data: bytes) -> tuple[str, tuple[Doubt, ...]]:
    """The text, and what is not certain about it. Raises UnreadableFileError for no text, or an unknown encoding."""
    text, doubts = _of_sixteen_bits(data) or _of_eight_bits(data)
    if _CONTROL.search(text):
        raise _no_text()
    return text, doubts


def _of_sixteen_bits(data: bytes) -> tuple[str, tuple[Doubt, ...]] | None:
    """The text of UTF-16, with its mark or without; None when it is not that."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _whole(data.decode("utf-16", "replace"))
    if b"\x00" not in data[:2000]:
        return None
    # The zero bytes of ASCII characters stand at the odd places when the low byte comes first.
    is_little = data[1:2000:2].count(0) >= data[0:2000:2].count(0)
    text = data.decode("utf-16-le" if is_little else "utf-16-be", "replace")
    # Other bytes with a zero somewhere also make characters, but hardly ever ends of lines.
    return _whole(text) if "\n" in text or "\r" in text else None


def _of_eight_bits(data: bytes) -> tuple[str, tuple[Doubt, ...]]:
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    for encoding in ("utf-8-sig", "gb18030"):
        text = data.decode(encoding, "replace")
        if _is_chinese(text):
            return _whole(text)
    if _CONTROL.search(data.decode("latin-1")):
        raise _no_text()
    if (latin := _latin(data)) is not None:
        return latin, (Doubt("assumed_encoding", _ASSUMED_LATIN),)
    raise UnreadableFileError(
        "unknown",
        "unknown_encoding",
        "文件的文字编码无法识别,直接读取会成为乱码;请用 Excel 或 WPS 打开,确认文字正常后另存为 xlsx 再报送",
    )


def _latin(data: bytes) -> str | None:
    """The text of a Western code page, whose accented letters stand one by one among plain ones; None for any other."""
    accented = _HIGH_BYTES.findall(data)
    letters = sum(map(len, _PLAIN_LETTERS.findall(data)))
    if max(map(len, accented)) > _MOST_ACCENTS_TOGETHER or 2 * len(accented) > letters:
        return None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    others = {character for character in text if character > "\x7f"}
    return text if all(character.isalpha() or character in _LATIN_MARKS for character in others) else None


def _is_chinese(text: str) -> bool:
    """Whether most of what is not ASCII is usual Chinese, and nearly nothing of it is broken.

    Other encodings taken for this one also give Chinese characters, but mostly rare ones: in GB 2312 the 3,755 most
    used characters come first.
    """
    others = [character for character in text if character > "\x7f"]
    broken = others.count("\ufffd")
    leads = "".join(others).encode("gb2312", "ignore")[::2]
    ideographs = sum("\u3400" <= character <= "\u9fff" for character in others)
    most_used = sum(_FIRST_USED <= lead <= _LAST_USED for lead in leads)
    return broken <= 1 + len(others) // 50 and len(leads) * 2 >= len(others) and most_used * 10 >= ideographs * 6


def _whole(text: str) -> tuple[str, tuple[Doubt, ...]]:
    """The text with a doubt that names the lines where bytes were damaged."""
    if "\ufffd" not in text:
        return text, ()
    if text.count("\ufffd") > 1 + len(text) // 50:
        raise _no_text()
    lines = [number for number, line in enumerate(text.split("\n"), start=1) if "\ufffd" in line]
    named = "、".join(map(str, lines[:_LINES_NAMED])) + ("等" if len(lines) > _LINES_NAMED else "")
    return text, (Doubt("damaged_text", f"文件第 {named} 行有损坏的文字,读取为“\ufffd”;请核对这些行后重新报送"),)


def _no_text() -> UnreadableFileError:
    return foreign("unknown", "不是能识别的电子表格")
