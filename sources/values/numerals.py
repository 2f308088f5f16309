"""Numbers written in Chinese numerals, for dates and figures alike."""

import math
import re

_DIGITS = {"〇": 0, "零": 0, "两": 2} | {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_YEAR_DIGITS = str.maketrans("〇零○O0o一二三四五六七八九", "000000123456789")
_YEAR = re.compile(r"(?:二[〇零○Oo0]|一九)[〇零○Oo0一二三四五六七八九]{2}(?=年|$)")

CHINESE_INTEGER = r"[〇零一二两三四五六七八九十][〇零一二两三四五六七八九十百千万亿]*"
"""The pattern of what `chinese_integer` reads."""


def chinese_integer(text: str) -> int:
    """三十二 is 32, 二〇二一 is 2021, 一百零五万 is 1050000, 三千五 is 3500."""
    if len(text) > 1 and not set(text) & set(_SCALES):
        return int("".join(str(_DIGITS[digit]) for digit in text))
    total = section = digit = 0
    for character in text:
        scale = _SCALES.get(character)
        if scale is None:
            digit = _DIGITS[character]
        elif scale >= 10**4:
            total, section, digit = (total + section + digit) * scale, 0, 0
        else:
            section, digit = section + (digit or 1) * scale, 0
    return total + section + digit * _left_out(text)


def integer(text: str) -> int:
    """11 and 十一 are 11."""
    return int(text) if text.isascii() else chinese_integer(text)


def _left_out(text: str) -> int:
    """What the last digit counts: 三千五 is 3500 as spoken, but 三千零五 3005 and 二十五 25."""
    scale = _SCALES.get(text[-2], 1) if len(text) > 1 else 1
    return max(1, scale // 10)


def scale_of(words: str) -> int:
    """万亿 is 10**12."""
    return math.prod(_SCALES[word] for word in words)


def with_arabic_years(text: str) -> str:
    """The text with 二〇二一年 written 2021年."""
    return _YEAR.sub(lambda found: found[0].translate(_YEAR_DIGITS), text)
