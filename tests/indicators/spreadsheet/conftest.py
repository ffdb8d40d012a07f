"""Writing a made file and reading it back."""

from pathlib import Path

import pytest

from tests.indicators.case_files import read_path


@pytest.fixture
def put(tmp_path):
    """Write a file and give its path."""

    def write(content, name="tep.csv"):
        path = tmp_path / Path(name).name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


@pytest.fixture
def read(put):
    """Look into a file and read all of it with the proposed columns: (look, good rows, bad rows, left out)."""

    def run(content, name="tep.csv", **changes):
        path = put(content, name)
        return read_path(path, name, **changes)

    return run
