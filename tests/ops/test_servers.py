"""The private servers of the suite start, answer, and are gone afterwards."""

import os
import socket
from urllib.parse import urlsplit

import psycopg2
import pytest
import redis

from ops import servers, system


def is_listening(port: int) -> bool:
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.skipif(not system.POSTGRESQL.is_present(), reason="PostgreSQL is not installed")
def test_private_postgresql_lives_as_long_as_its_block() -> None:
    with servers.postgresql() as address:
        connection = psycopg2.connect(address)
        with connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")
            folder = cursor.fetchone()[0]
        connection.close()

    assert not is_listening(urlsplit(address).port)
    assert not os.path.exists(folder)


@pytest.mark.skipif(not system.REDIS.is_present(), reason="Redis is not installed")
def test_private_redis_lives_as_long_as_its_block() -> None:
    with servers.redis() as address:
        assert redis.Redis.from_url(address).ping()

    assert not is_listening(urlsplit(address).port)
