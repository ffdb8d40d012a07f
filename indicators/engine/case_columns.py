"""Which of our columns a heading of a file means."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from core.text import search_key
from indicators.engine.case_barred import is_barred
from indicators.engine.case_layouts import (
    CASES,
    COLUMNS,
    COUNTS,
    DIGITISATION,
    GROUP_WORDS,
    ONE_OF,
    PORTAL,
    SUMMARY,
    Column,
)
from indicators.engine.case_people import OF_APPLICANT, tells_of_people
from indicators.engine.plain_words import taken_apart

__all__ = [
    "CASES", "COLUMNS", "COUNTS", "DIGITISATION", "JOINT", "PORTAL", "SUMMARY", "Column", "Match",
    "chosen", "guess", "heading_key", "missing", "propose", "unsure",
]  # fmt: skip

JOINT = " › "
"""Between a heading that stands over several columns and what stands below it."""
LEAST_SCORE, EXACT = 80, 100
"""Less similar headings (0–100) are not proposed."""
_ABBREVIATIONS = {
    "hs": "ho so", "tphs": "thanh phan ho so", "kq": "ket qua", "tthc": "thu tuc hanh chinh",
    "nvtc": "nghia vu tai chinh", "dvcqg": "dich vu cong quoc gia", "bcci": "buu chinh cong ich",
    "sdt": "so dien thoai", "sh": "so hoa", "sl": "so luong",
}  # fmt: skip
_REMARK = re.compile(r"\((?:\d+|n|dong|vnd|d|ho so|hs)\)")
_NOT_WORD = re.compile(r"[^a-z0-9% ]+")
_NUMBER_LEAVES = frozenset(("n", "so luong", "so ho so"))
_LATE = frozenset(("qua han", "tre han"))
_TOTALS = frozenset(("tong so", "tong"))


@dataclass(frozen=True)
class Match:
    """The heading that one of our columns probably is, and how similar it is (0–100)."""

    heading: str
    score: int


@dataclass(frozen=True)
class _Heading:
    """A heading taken apart: the group that it stands in, its own words, and all words."""

    text: str
    group: str
    own: str
    full: str


def propose(layout: str, headings: Iterable[str]) -> dict[str, Match]:
    """Our column -> the heading that it most probably is; every heading at most once.

    A heading that is exactly what one column is called is proposed for no other, one that tells of an applicant for
    nothing else, and one whose words rule a column out (``case_barred``) not for that one.
    """
    known = _taken_apart(layout, [heading for heading in headings if heading])
    alike = [
        (score, _is_preferred(column, heading), -place, column.name, heading.text)
        for column in COLUMNS[layout]
        for place, heading in enumerate(known)
        if (score := _similarity(column, heading)) >= LEAST_SCORE and _may_be(layout, column, heading)
    ]
    exact = {heading for score, *_, heading in alike if score == EXACT}
    found = [each for each in alike if each[0] == EXACT or each[-1] not in exact]
    proposal: dict[str, Match] = {}
    taken: set[str] = set()
    for score, _, _, name, heading in sorted(found, reverse=True):
        if name not in proposal and heading not in taken:
            proposal[name] = Match(heading, score)
            taken.add(heading)
    return proposal


def guess(headings: Sequence[str]) -> tuple[str, dict[str, Match], float]:
    """The layout that explains the headings best, what it proposes, and how well it does (0 and less: not at all)."""
    best: tuple[str, dict[str, Match], float] = (CASES, {}, 0.0)
    for layout in COLUMNS:
        proposal = propose(layout, headings)
        lacking = missing(layout, {name: match.heading for name, match in proposal.items()}, headings)
        worth = sum(match.score for match in proposal.values()) / 100 - 1.5 * len(lacking)
        if worth > best[2]:
            best = (layout, proposal, worth)
    return best


def chosen(layout: str, headings: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """Our column -> heading: as mapped once where all those headings are there, else completed by what is alike."""
    known = {column.name for column in COLUMNS[layout]}
    kept = {name: heading for name, heading in remembered.items() if heading in headings and name in known}
    if remembered and len(kept) == len(remembered):
        return kept
    rest = propose(layout, [heading for heading in headings if heading not in kept.values()])
    return {**{name: match.heading for name, match in rest.items() if name not in kept}, **kept}


def unsure(layout: str, columns: Mapping[str, str], headings: Sequence[str]) -> list[str]:
    """Those of our columns whose heading is only like a name that they go by."""
    ours = {column.name: column for column in COLUMNS[layout]}
    apart = {heading.text: heading for heading in _taken_apart(layout, [heading for heading in headings if heading])}
    return [
        name
        for name, heading in columns.items()
        if heading not in apart
        or _similarity(ours[name], apart[heading]) < EXACT
        or not _may_be(layout, ours[name], apart[heading])
    ]


def missing(layout: str, columns: Mapping[str, str], headings: Sequence[str]) -> list[str]:
    """Labels of what is required and no heading of the file stands for: “Mã hồ sơ”, “Lĩnh vực hoặc Thủ tục”."""
    labels = {column.name: column.label for column in COLUMNS[layout]}
    there = {name for name, heading in columns.items() if heading in headings}
    single = [column.label for column in COLUMNS[layout] if column.required and column.name not in there]
    sets = [" hoặc ".join(labels[name] for name in names) for names in ONE_OF[layout] if not there.intersection(names)]
    return single + sets


@lru_cache(maxsize=4096)
def heading_key(text: str) -> str:
    """A heading as it is compared: without diacritics, marks and remarks in brackets, abbreviations written out.

    Names of fields in data (NgayTiepNhan, NGAY_TIEP_NHAN) are taken apart.
    """
    plain = _NOT_WORD.sub(" ", _REMARK.sub(" ", search_key(taken_apart(text))))
    return " ".join(_ABBREVIATIONS.get(word, word) for word in plain.split())


def _taken_apart(layout: str, headings: Sequence[str]) -> list[_Heading]:
    """Headings of rates are left out; a late or a total without a heading over it belongs to what stands beside it."""
    parts = [[heading_key(part) for part in heading.split(JOINT.strip())] for heading in headings]
    apart = []
    for place, (heading, keys) in enumerate(zip(headings, parts, strict=True)):
        if _is_rate(keys[-1]):
            continue
        if layout != CASES and len(keys) > 1 and keys[-1] in _NUMBER_LEAVES:
            keys = keys[:-1]
        over = [number for number, key in enumerate(keys[:-1]) if _group_of(key)]
        group = _group_of(keys[over[-1]]) if over else _group_beside(parts, place)
        own = " ".join(keys[over[-1] + 1 :] if over else keys[-1:])
        apart.append(_Heading(heading, group, own, " ".join(keys)))
    return apart


def _is_rate(key: str) -> bool:
    return "%" in key or key.startswith(("ty le", "ti le"))


@lru_cache(maxsize=1024)
def _group_of(key: str) -> str:
    for group, words in GROUP_WORDS.items():
        if any(heading_key(word) in key for word in words):
            return group
    return ""


def _group_beside(parts: Sequence[Sequence[str]], place: int) -> str:
    """Of a late: the group of the nearest heading before it; of a total: of the nearest after it."""
    if len(parts[place]) > 1:
        return ""
    if parts[place][0] in _LATE:
        beside: Iterable[Sequence[str]] = reversed(parts[:place])
    elif parts[place][0] in _TOTALS:
        beside = parts[place + 1 :]
    else:
        return ""
    return next((group for keys in beside if (group := _leaf_group(keys[-1]))), "")


@lru_cache(maxsize=1)
def _leaf_groups() -> dict[str, str]:
    leaves = {
        heading_key(name): column.group
        for column in COLUMNS[SUMMARY]
        if column.group
        for name in (*column.inside, column.label, *column.synonyms)
    }
    return {key: group for key, group in leaves.items() if key not in _LATE | _TOTALS}


def _leaf_group(key: str) -> str:
    return _leaf_groups().get(key, "")


def _may_be(layout: str, column: Column, heading: _Heading) -> bool:
    if layout == CASES and is_barred(column.name, heading.own, heading.full):
        return False
    return column.name.startswith(OF_APPLICANT) or not tells_of_people(heading.text)


def _is_preferred(column: Column, heading: _Heading) -> bool:
    """Whether the heading wins where several are equally like a column."""
    return any(heading_key(name) in (heading.own, heading.full) for name in column.preferred)


def _similarity(column: Column, heading: _Heading) -> int:
    if column.group and heading.group:
        if column.group != heading.group:
            return 0
        return max(_best(heading.own, column.inside), _best(heading.full, (column.label, *column.synonyms)))
    own = _best(heading.own, (column.label, *column.synonyms))
    return max(own, _best(heading.full, (column.label, *column.synonyms)))


def _best(key: str, names: Iterable[str]) -> int:
    return round(max((fuzz.ratio(key, heading_key(name)) for name in names), default=0))
