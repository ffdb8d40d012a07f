"""One-time codes: what they look like, how a typed one is read, and what is kept of them."""

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, 1, I, L and O, which people mistake for one another on paper."""
LENGTH = 12
SHORT_LENGTH = 8
"""Of codes that were printed when they had so many signs; they are good until their survey ends."""
GROUP = 4
TOKEN_LENGTH = 10


def make() -> str:
    """A new code, one of 31^12 = 7.9 × 10^17 (59 bits): too many to try even for somebody whom nothing slows down.

    Whoever guesses at r codes a second in a survey with n unused codes waits 31^12 ÷ (n × r) seconds for the first hit
    on average. With 20,000 unused codes and 2,000 guesses a second, more than the portal can answer, that is 620
    years, for a single answer. With 8 signs it would be 6 hours, so codes of that length are looked up only while
    their address is within its limit (60 wrong ones in 10 minutes: 13 years from one address).
    """
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_token() -> str:
    """The secret part of a link, 31^10 of them: letters and digits that can be typed from a poster."""
    return "".join(secrets.choice(ALPHABET.lower()) for _ in range(TOKEN_LENGTH))


def shown(code: str) -> str:
    """The code as it is printed: «ABCD-EFGH-JKMN»."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def tidy(typed: str) -> str:
    """What was meant by what was typed: capitals, without spaces and dashes; empty when it cannot be a code."""
    code = "".join(sign for sign in typed.upper() if sign.isalnum())
    return code if len(code) in (LENGTH, SHORT_LENGTH) and set(code) <= set(ALPHABET) else ""


def digest(survey: int, code: str) -> str:
    """What is stored of a tidy code: 64 hexadecimal digits that depend on the survey too."""
    return hashlib.sha256(f"{survey}:{code}".encode()).hexdigest()
