"""Which encoding a text file is in: UTF-8, UTF-16, Windows-1258; older Vietnamese fonts are recognised and refused.

Detectors that guess from the frequency of letters mix up the single-byte Vietnamese encodings; the words that every
table of this kind holds do not.
"""

import codecs
import unicodedata

from indicators.spreadsheet.refusal import FileRefused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORDS = ("hồ sơ", "ngày", "tiếp nhận", "lĩnh vực", "đơn vị", "trả", "giải quyết", "thủ tục", "tổng", "hạn", "kết quả")
_OLD_FONTS = {
    "TCVN3 (ABC)": ("hå s¬", "ngµy", "tiõp nhën", "lünh vùc", "®¬n vþ", "gi¶i quyõt", "thñ tôc", "kõt qu¶", "m· hå"),
    "VNI": ("hoà sô", "ngaøy", "tieáp nhaän", "lónh vöïc", "ñôn vò", "giaûi quyeát", "thuû tuïc", "keát quaû"),
}
_TWICE_ENCODED = ("á»", "áº", "Ä‘", "Æ°", "Ã ", "Ã¡")


def encoding_of(sample: bytes, name: str) -> str:
    """The Python name of the encoding of a file that begins with ``sample``. Raises ``FileRefused``."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    if wide := _wide(sample):
        return wide
    refuse_nul(sample, name, 1)
    if _is_utf8(sample):
        return "utf-8"
    text = sample.decode("latin-1")
    refuse_old_font(text, name)
    if _is_1258(sample):
        return "cp1258"
    raise FileRefused(
        f"Không nhận ra bảng mã chữ của tệp “{name}”.",
        hint="Mở tệp bằng Excel, chọn Lưu thành “CSV UTF-8” hoặc “.xlsx” rồi tải lên lại.",
        code="encoding",
    )


def refuse_nul(block: bytes, name: str, line: int) -> None:
    """Bytes of zero stand in no text; ``line`` is the row that the block begins with."""
    place = block.find(b"\x00")
    if place >= 0:
        line += block.count(b"\n", 0, place)
        raise FileRefused(
            f"Tệp “{name}” có ký tự rỗng (NUL) ở khoảng dòng {line}: tệp bị hỏng.",
            hint="Xuất lại tệp từ hệ thống một cửa rồi tải lên lại.",
            code="nul",
        )


def refuse_old_font(text: str, name: str) -> None:
    """Texts typed for fonts of before Unicode, or encoded twice, cannot be read as Vietnamese."""
    lower = text.lower()
    for font, words in _OLD_FONTS.items():
        if sum(word in lower for word in words) >= 2:
            raise FileRefused(
                f"Chữ trong tệp “{name}” gõ bằng phông {font}, không phải Unicode.",
                hint="Chuyển mã sang Unicode (ví dụ bằng UniKey), lưu lại rồi tải lên.",
                code="encoding",
            )
    if sum(text.count(piece) for piece in _TWICE_ENCODED) >= 5:
        raise FileRefused(
            f"Chữ trong tệp “{name}” bị lỗi bảng mã (đọc UTF-8 nhầm thành bảng mã khác rồi lưu lại).",
            hint="Xuất lại tệp từ hệ thống một cửa, không mở và lưu bằng chương trình khác.",
            code="encoding",
        )


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: every other byte of its Latin letters is zero."""
    pairs = len(sample) // 2
    if pairs < 2:
        return ""
    even, odd = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if odd > pairs * 0.4 and even < pairs * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > pairs * 0.4 and odd < pairs * 0.05 else ""


def _is_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _is_1258(sample: bytes) -> bool:
    try:
        text = unicodedata.normalize("NFC", sample.decode("cp1258")).lower()
    except UnicodeDecodeError:
        # A byte that the table does not have, or half of the last line.
        text = unicodedata.normalize("NFC", sample.decode("cp1258", errors="replace")).lower()
        if text.count("\ufffd") > len(text) / 1000:
            return False
    return any(word in text for word in _WORDS)
