"""Vietnamese text: one normal form, search without diacritics, and Vietnamese order on any database."""

import unicodedata

from unidecode import unidecode

# Order of the Vietnamese alphabet (Quyết định 240/QĐ of the Ministry of Education, as used in dictionaries).
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: chr(ord("0") + 32 + rank) for rank, letter in enumerate(_LETTERS)}
# Tones in dictionary order: level, falling, rising-broken, broken, rising, heavy.
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}


def nfc(text: str) -> str:
    """The text in Unicode normal form C, the one form stored and compared."""
    return unicodedata.normalize("NFC", text)


def search_key(text: str) -> str:
    """Lower-case text without diacritics and with single spaces: «Lê Thị  Hoa» -> «le thi hoa»."""
    return " ".join(unidecode(nfc(text)).lower().split())


def _split_tone(character: str) -> tuple[str, str]:
    """A letter without its tone mark, and the tone's rank in dictionary order."""
    tone, base = "1", ""
    for part in unicodedata.normalize("NFD", character):
        if part in _TONES:
            tone = _TONES[part]
        else:
            base += part
    return nfc(base), tone


def _word_key(word: str) -> str:
    letters, tones = "", ""
    for character in nfc(word).lower():
        base, tone = _split_tone(character)
        letters += _LETTER_RANK.get(base, base)
        tones += tone
    return f"{letters}\x01{tones}"


def sort_key(text: str) -> str:
    """A key whose plain byte order is Vietnamese dictionary order (letters first, then tones), word by word."""
    return "\x02".join(_word_key(word) for word in text.split())


def person_sort_key(full_name: str) -> str:
    """A key that orders persons as Vietnamese lists do: by given name (the last word), then from the family name."""
    words = full_name.split()
    if not words:
        return ""
    return sort_key(" ".join([words[-1], *words[:-1]]))


def lowered(name: str) -> str:
    """A name as it stands within a sentence; not empty."""
    return f"{name[0].lower()}{name[1:]}"
