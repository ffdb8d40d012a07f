"""The folder of message files that stands in for Redis on one machine."""

from collections.abc import Iterator
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from config.broker import SCHEME, Channel

QUEUE = "thidua"


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[Channel]:
    folders = {name: str(tmp_path) for name in ("data_folder_in", "data_folder_out", "control_folder")}
    with Connection(f"{SCHEME}://localhost", transport_options=folders) as connection:
        yield connection.channel()


class LooksInBetween:
    """Part of a message; while it is being put into words, a worker looks into the folder."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.found: list[object] = []

    def __json__(self) -> str:
        try:
            self.found.append(self.channel._get(QUEUE))
        except Empty:
            self.found.append(None)
        return "Chấm điểm"


def test_worker_that_looks_in_between_finds_nothing_and_later_the_whole(channel: Channel, tmp_path: Path) -> None:
    words = LooksInBetween(channel)

    channel._put(QUEUE, {"words": words})

    assert words.found == [None]
    assert channel._get(QUEUE) == {"words": "Chấm điểm"}
    assert list(tmp_path.glob("*.msg*")) == []


def test_half_written_file_is_passed_over(channel: Channel, tmp_path: Path) -> None:
    (tmp_path / f"1_a.{QUEUE}.msg.part").write_text('{"words": "Ch')

    with pytest.raises(Empty):
        channel._get(QUEUE)
    assert channel._size(QUEUE) == 0


def test_each_queue_has_its_own_messages(channel: Channel) -> None:
    channel._put(QUEUE, 1)
    channel._put("khac", 2)

    assert channel._get(QUEUE) == 1
    assert channel._get("khac") == 2
