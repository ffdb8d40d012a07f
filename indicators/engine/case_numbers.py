"""Whole numbers as files write them: 1234, 1.234, 1,234, 1.234,00, 150.000 đ.

Whether a point groups thousands or parts decimals is decided once for a column, from the values that leave no doubt:
both marks in one value (the last one parts decimals), a mark that stands twice (it groups), a mark with other than
three digits after it or after a leading zero (it parts decimals). Where nothing decides, a single mark before three
digits groups: counts and sums of đồng have no fractions. Where the sure values contradict each other, the others are
refused.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

LARGEST = {"count": 100_000_000, "money": 1_000_000_000_000}
NOTHING = frozenset(("-", "–", "—"))
"""Texts that systems write for no number."""
_CURRENCY = re.compile(r"(?:\s*(?:đồng|đ|vnđ|vnd|₫|d))\.?$", re.IGNORECASE)
_FORM = re.compile(r"\d+(?:[.,]\d+)*", re.ASCII)
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+", re.ASCII)


@dataclass
class Marks:
    """What the values of a column say about their marks so far; ``assumed``: marks taken as grouping without proof."""

    decimal: set[str] = field(default_factory=set)
    grouping: set[str] = field(default_factory=set)
    assumed: set[str] = field(default_factory=set)

    def learn(self, texts: Iterable[str]) -> None:
        """Take in the values of a column (or a piece of it) before any of them is read."""
        for text in texts:
            plain = bare(text)
            marks = [character for character in plain if character in ".,"]
            if not _FORM.fullmatch(plain) or not marks:
                continue
            if len(set(marks)) == 2:
                self.decimal.add(marks[-1])
                self.grouping.add(marks[0])
            elif len(marks) == 1 and not _GROUPS.fullmatch(plain):
                self.decimal.add(marks[0])
            elif len(marks) > 1 and _GROUPS.fullmatch(plain):
                self.grouping.add(marks[0])

    @property
    def broken_assumption(self) -> str:
        """A mark that was taken as grouping in an earlier piece and now parts decimals; empty if there is none."""
        return next(iter(sorted(self.assumed & self.decimal)), "")


def bare(text: str) -> str:
    """The text without spaces and the name of the currency."""
    return re.sub(r"\s", "", _CURRENCY.sub("", text.strip()))


def read_whole(text: str, marks: Marks, form: str = "count") -> int | None:
    """The number; None for a dash. Raises ValueError in Vietnamese. ``marks`` know the whole column."""
    plain = bare(text)
    if plain in NOTHING:
        return None
    if plain.startswith(("-", "−")):
        raise ValueError(f"“{text[:30]}” là số âm. Ghi số từ 0 trở lên.")
    if not _FORM.fullmatch(plain):
        raise ValueError(f"“{text[:30]}” không phải là số. Ghi số nguyên, ví dụ 1234 hoặc 1.234.")
    whole, _, fraction = _parted(plain, text, marks)
    if fraction.strip("0"):
        raise ValueError(f"“{text[:30]}” không phải số nguyên. Ghi số nguyên, ví dụ 1234 hoặc 1.234.")
    if len(whole) > 15 or int(whole) > LARGEST[form]:
        raise ValueError(f"“{text[:30]}” lớn quá mức. Kiểm tra lại số.")
    return int(whole)


def _parted(plain: str, text: str, marks: Marks) -> tuple[str, str, str]:
    found = [character for character in plain if character in ".,"]
    if not found:
        return plain, "", ""
    if len(set(found)) == 2:
        grouped, mark, fraction = plain.rpartition(found[-1])
        if found.count(found[-1]) > 1 or not _GROUPS.fullmatch(grouped):
            raise ValueError(f"“{text[:30]}” có dấu phân cách sai chỗ. Ghi số nguyên, ví dụ 1234 hoặc 1.234.")
        return re.sub(r"\D", "", grouped), mark, fraction
    mark = found[0]
    if not _GROUPS.fullmatch(plain):
        if len(found) > 1:
            raise ValueError(f"“{text[:30]}” có dấu phân cách sai chỗ. Ghi số nguyên, ví dụ 1234 hoặc 1.234.")
        return plain.partition(mark)
    if len(found) > 1:
        return plain.replace(mark, ""), "", ""
    return _open(plain, mark, text, marks)


def _open(plain: str, mark: str, text: str, marks: Marks) -> tuple[str, str, str]:
    """One mark with three digits after it, as in 1.234."""
    if mark in marks.decimal and mark in marks.grouping:
        raise ValueError(
            f"“{text[:30]}” có thể là {plain.replace(mark, '')} hoặc {plain.replace(mark, ',')}, "
            "vì cột này dùng dấu ấy theo hai cách. Ghi lại số không có dấu phân cách nghìn."
        )
    if mark in marks.decimal:
        return plain.partition(mark)
    marks.assumed.add(mark)
    return plain.replace(mark, ""), "", ""
