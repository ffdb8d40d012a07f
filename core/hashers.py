"""How passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OfficeArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with OWASP's second recommended setting: 46 MiB, one pass, one lane.

    Django's default asks for 100 MiB and eight lanes for every sign-in, which stalls the small two-core servers of a
    health centre when a whole department signs in at eight o'clock.
    """

    time_cost = 1
    memory_cost = 47_104
    parallelism = 1
