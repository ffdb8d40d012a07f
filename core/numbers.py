"""Numbers as people in Vietnam type and write them. Pure, so that engines may use it too."""

import re
import unicodedata
from decimal import Decimal

_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?", re.ASCII)
_PLAIN = re.compile(r"\d+([.,]\d+)?", re.ASCII)
MOST_DIGITS, MOST_PLACES = 12, 4


def read_number(text: str) -> Decimal:
    """“1.234,5” is 1234.5 and “1.234” is 1234; “99.5” is understood as well; raises ValueError in Vietnamese."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").removesuffix("%")
    if plain.startswith(("-", "−")):
        raise ValueError("Không được là số âm.")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(".", "")
    elif not _PLAIN.fullmatch(plain):
        raise ValueError(f"“{text[:30]}” không phải là số. Nhập ví dụ 12 hoặc 1.234,5.")
    whole, _, places = plain.replace(",", ".").partition(".")
    if len(whole) > MOST_DIGITS:
        raise ValueError("Số quá lớn, hãy kiểm tra lại.")
    if len(places) > MOST_PLACES:
        raise ValueError(f"Chỉ nhập tối đa {MOST_PLACES} chữ số sau dấu phẩy.")
    return Decimal(f"{whole}.{places}" if places else whole)


def grouped(number: Decimal) -> str:
    """With all the decimals that it has: 1234.50 -> «1.234,50»."""
    return f"{number:,f}".replace(",", "\x00").replace(".", ",").replace("\x00", ".")
