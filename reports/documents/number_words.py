"""Whole numbers read out in Vietnamese, for amounts of money in decisions."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", " nghìn", " triệu", " tỷ")
_LIMIT = 10**12


def to_words(number: int) -> str:
    """1520000 → “một triệu năm trăm hai mươi nghìn”; ValueError outside 0 … 999.999.999.999."""
    if not 0 <= number < _LIMIT:
        raise ValueError(f"cannot read out {number}")
    if number == 0:
        return _DIGITS[0]
    groups = []
    while number:
        number, group = divmod(number, 1000)
        groups.append(group)
    top = len(groups) - 1
    spoken = [
        f"{_group(group, is_first=scale == top)}{_SCALES[scale]}"
        for scale, group in reversed(list(enumerate(groups)))
        if group
    ]
    return " ".join(spoken)


def _group(value: int, *, is_first: bool) -> str:
    """Three digits; inner groups say their missing hundreds (“không trăm lẻ năm”)."""
    hundreds, rest = divmod(value, 100)
    tens, units = divmod(rest, 10)
    words = [] if is_first and not hundreds else [f"{_DIGITS[hundreds]} trăm"]
    if tens == 0:
        if units:
            words.append(f"lẻ {_DIGITS[units]}" if words else _DIGITS[units])
    else:
        words.append("mười" if tens == 1 else f"{_DIGITS[tens]} mươi")
        if units:
            words.append(_unit_after_tens(tens, units))
    return " ".join(words)


def _unit_after_tens(tens: int, units: int) -> str:
    if units == 1 and tens > 1:
        return "mốt"
    return "lăm" if units == 5 else _DIGITS[units]
