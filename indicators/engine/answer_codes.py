"""One-time codes: what they look like, how a typed one is read, and what is kept of them."""

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, 1, I, L and O, which people mistake for one another on paper."""
LENGTH = 8
GROUP = 4
TOKEN_LENGTH = 10


def make() -> str:
    """A new code: 31^8, so about 850 milliards, too many to try."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_token() -> str:
    """The secret part of a link, 31^10 of them: letters and digits that can be typed from a poster."""
    return "".join(secrets.choice(ALPHABET.lower()) for _ in range(TOKEN_LENGTH))


def shown(code: str) -> str:
    """The code as it is printed: «ABCD-EFGH»."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def tidy(typed: str) -> str:
    """What was meant by what was typed: capitals, without spaces and dashes; empty when it cannot be a code."""
    code = "".join(sign for sign in typed.upper() if sign.isalnum())
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def digest(survey: int, code: str) -> str:
    """What is stored of a tidy code: 64 hexadecimal digits that depend on the survey too."""
    return hashlib.sha256(f"{survey}:{code}".encode()).hexdigest()
