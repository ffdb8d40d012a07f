"""Which headings of a file tell of the people who filed the cases: names, ways to reach them, papers.

What stands below such headings is kept only where the installation keeps applicants; it is never taken for anything
else, and never quoted.
"""

from functools import lru_cache

from indicators.engine.plain_words import plain_words, taken_apart

OF_APPLICANT = "applicant_"
"""Our columns that tell of the applicant begin with this."""
_WHO = (
    "nguoi nop", "chu ho so", "ho ten", "ho va ten", "cong dan", "to chuc ca nhan", "ca nhan to chuc", "nguoi dang ky",
    "nguoi yeu cau", "nguoi de nghi", "nguoi khai", "nguoi uy quyen", "nguoi duoc", "nguoi lien he", "nguoi dai dien",
    "nguoi nhan ket qua", "nguoi benh", "benh nhan", "khach hang", "ten to chuc", "ten doanh nghiep",
)  # fmt: skip
_CONTACT = ("dia chi", "dien thoai", "sdt", "so dt", "email", "e mail", "thu dien tu", "zalo", "noi o", "thuong tru",
            "tam tru", "que quan")  # fmt: skip
_PAPERS = (
    "cccd", "cmnd", "cmtnd", "can cuoc", "ho chieu", "so dinh danh", "dinh danh ca nhan", "giay to tuy than",
    "so giay to", "ngay sinh", "nam sinh", "gioi tinh", "dan toc", "quoc tich", "the bhyt", "ma so thue", "mst",
    "so tai khoan", "ho khau",
)  # fmt: skip
_OF_PEOPLE = tuple(f" {words} " for words in (*_WHO, *_CONTACT, *_PAPERS))
_OF_THE_CASE = ("ngay ", "so ngay", "thoi ", "hinh thuc", "tinh trang", "trang thai", "ma ho so", "so ho so", "ket qua",
                "loai ", "nguon ", "muc do", "cong dan rut", "thu tuc", "linh vuc", "phi ", "le phi")  # fmt: skip


@lru_cache(maxsize=4096)
def tells_of_people(heading: str) -> bool:
    """Whether a heading (its parts joined by ›) stands over something about an applicant.

    A heading that stands over several columns decides for those below it that say nothing else: Chủ hồ sơ › Tên.
    """
    parts = [_key(part) for part in heading.split("›")]
    if _is_of_people(parts[-1]):
        return True
    return not parts[-1].startswith(_OF_THE_CASE) and any(_is_of_people(part) for part in parts[:-1])


def _key(text: str) -> str:
    return f"{plain_words(taken_apart(text))} "


def _is_of_people(key: str) -> bool:
    birth = key.startswith(("ngay sinh", "ngay thang nam sinh"))
    if key.startswith(_OF_THE_CASE) and not birth:
        return False
    return birth or any(words in f" {key}" for words in _OF_PEOPLE)
