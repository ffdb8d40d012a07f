"""The broker of one machine without Redis: kombu's folder of message files, in which messages appear whole.

kombu makes a message's file first and writes it afterwards. A worker that looks in between reads nothing, dies of it,
and the message is gone with the file.
"""

from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

SCHEME = "thidua-files"


class Channel(filesystem.Channel):
    """Writes each message under a name that readers pass over, and gives it the name they look for when it is whole."""

    def _put(self, queue: str, message: Any, **_: Any) -> None:  # type: ignore[override]  # kombu names it twice
        # Readers take the files in the order of their names, as kombu gives them.
        target = Path(self.data_folder_out) / f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        unfinished = target.with_name(f"{target.name}.part")
        try:
            unfinished.write_text(dumps(message), encoding="utf-8")
            unfinished.replace(target)
        except OSError as error:
            raise ChannelError(f"Cannot add {target.name} to {self.data_folder_out}") from error


class Transport(filesystem.Transport):
    """kombu's transport with the channel above."""

    Channel = Channel


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
