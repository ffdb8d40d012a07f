"""What readers of workbooks raise, and what a person is told instead."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from indicators.spreadsheet.refusal import FileRefused

logger = logging.getLogger(__name__)


class ReaderFailed(Exception):
    """A reader gave up; its own error is the cause."""


@contextmanager
def guarded() -> Iterator[None]:
    """Raise ``ReaderFailed`` for whatever a reader raises, but for refusals and for what ends the process.

    Damage shows in errors of the reader, in those of zipfile, zlib, struct, codecs or the XML parser, and in panics:
    each extension in Rust has a class of them, which is no ``Exception``.
    """
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, FileRefused):
        raise
    except BaseException as error:
        raise ReaderFailed from error


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Tell a person that the file is damaged where a reader gives up, and the log why: it may be a fault of ours."""
    try:
        with guarded():
            yield
    except ReaderFailed as failed:
        logger.warning("A workbook was taken for damaged", exc_info=failed.__cause__)
        raise damaged(name) from failed.__cause__


def damaged(name: str) -> FileRefused:
    """What is said of a workbook that no reader opens."""
    return FileRefused(
        f"Tệp “{name}” bị hỏng hoặc chưa tải xong nên không mở được.",
        hint="Mở bằng Excel rồi lưu lại loại “.xlsx”, hoặc xuất lại tệp.",
        code="damaged",
    )
