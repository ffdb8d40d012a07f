"""Words of a heading that rule a column of a case list out, however alike the names are.

“Thời hạn trả kết quả” is nearly “Thời gian trả kết quả”, letter by letter, and means the opposite: taken for the day of
the end, it makes every case on time.
"""

from collections.abc import Mapping

_PEOPLE = ("nguoi", "can bo", "chuyen vien", "nhan vien", "lanh dao")
_PLACES = ("noi", "dia diem", "bo phan")
_AMENDED = ("moi", "cu", "lai", "lan", "bo sung", "tam dung", "gia han", "buoc")
"""Of several days of a kind: which one counts, a person has to say."""
_NO_DAY = (*_PEOPLE, *_PLACES, *_AMENDED, "so ngay", "so lan", "so gio", "phi", "ly do")
_AHEAD = ("hen", "du kien")
"""What lies ahead; also where it stands in a heading over several columns."""
_BARRED: Mapping[str, tuple[str, ...]] = {
    "code": ("goc", "lien quan"),
    "received": (*_NO_DAY, "han", "tra", "ket qua", "ket thuc"),
    "due": (*_NO_DAY, "thuc te"),
    "finished": (*_NO_DAY, "han", "phai"),
    "outcome": (*_PEOPLE, "ngay", "so hoa", "thanh toan"),
    "channel": (*_PEOPLE, *_PLACES, "ngay", "tra", "ket qua", "thanh toan"),
    "fee": ("mien",),
    "charge": ("mien",),
}
_BARRED_ABOVE: Mapping[str, tuple[str, ...]] = {"received": _AHEAD, "finished": _AHEAD}
_NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {"paused_days": (("so ngay",), ("cho", "dung", "bo sung"))}
"""One of each must be there."""


def is_barred(column: str, own: str, full: str) -> bool:
    """Whether a heading cannot be this column of a case list.

    ``own``: its words without diacritics; ``full``: with those of the headings over it.
    """
    return (
        _has_any(own, _BARRED.get(column, ()))
        or _has_any(full, _BARRED_ABOVE.get(column, ()))
        or not all(_has_any(own, words) for words in _NEEDED.get(column, ()))
    )


def _has_any(key: str, words: tuple[str, ...]) -> bool:
    return any(f" {each} " in f" {key} " for each in words)
