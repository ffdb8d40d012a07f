"""Whatever bytes come in, they are read or refused in words; nothing else ever leaves the reader."""

import io
import random
import zipfile

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.engine.case_columns import COLUMNS
from indicators.spreadsheet.findings import Hints
from indicators.spreadsheet.frames import frames
from indicators.spreadsheet.opening import look
from indicators.spreadsheet.refusal import FileRefused
from tests.indicators.case_files import (
    CASE_HEADINGS,
    CASE_ROWS,
    DIGITISATION,
    PORTAL,
    STATES,
    SUMMARY,
    csv_text,
    workbook,
)

TIMES = 100
HINTS = Hints({"outcome": {"Đã trả": "result"}, "channel": {"1": "none"}}, 2026)
TABLES = {
    "cases": [CASE_HEADINGS, *CASE_ROWS * 3], "summary": SUMMARY, "states": STATES, "digital": DIGITISATION,
    "portal": PORTAL,
}  # fmt: skip


def merged_and_doubled(book):
    """Cells merged downward, and a second sheet of the same headings."""
    for place in range(1, 8, 2):
        book.active.merge_cells(start_row=6, end_row=9, start_column=place, end_column=place)
    book.copy_worksheet(book.active).title = "Trang hai"


FORMS = {
    "utf-8": lambda rows: (csv_text(rows).encode(), "a.csv"),
    "utf-16": lambda rows: (csv_text(rows, ";").encode("utf-16"), "a.csv"),
    "quoted": lambda rows: (csv_text([[f'{cell}"\n,' for cell in row] for row in rows]).encode(), "a.csv"),
    "xlsx": lambda rows: (workbook(rows), "a.xlsx"),
    "merged": lambda rows: (workbook(rows, change=merged_and_doubled), "a.xlsx"),
}
PIECES = (b"\x00", b'"', b"\n", b",", b";", b"\xff", b"\xe1\xbb", b"=1+1", b"'", b"31/02/2026", b"<f>", b"</row>",
          b"1e999", b"&#0;", b'r="ZZZ9"', b"\t", b"\r", b"%", b"-", b"9" * 30, b't="e"', b't="s"',
          b"99999999", b"A3:A99999", b'<mergeCell ref="C2:C9"/>', b"5/3/26")  # fmt: skip


def try_all(path, name):
    """Look and read with every layout; everything that comes must be whole."""
    try:
        found = look(path, name)
    except FileRefused as refused:
        assert refused.message and refused.hint and refused.code, "a refusal says what, where and how to mend"
        return
    for layout in COLUMNS:
        columns = dict(zip((column.name for column in COLUMNS[layout]), found.headings, strict=False))
        proposed = {ours: match.heading for ours, match in found.proposal.items()}
        for chosen in (columns, proposed):
            try:
                for frame in frames(path, found, chosen, layout=layout, sheets=found.alike, hints=HINTS):
                    check(frame)
            except FileRefused as refused:
                assert refused.message and refused.hint and refused.code


def check(frame):
    assert frame.good.columns[0] == "line"
    assert frame.bad.schema == {"line": pl.UInt32(), "cells": pl.List(pl.String()), "reason": pl.String()}
    assert frame.bad["reason"].is_null().sum() == 0
    assert all(reason.strip() for reason in frame.bad["reason"])
    assert frame.left_out >= 0
    if "received" in frame.good.columns and "code" in frame.good.columns:
        assert frame.good["code"].null_count() == frame.good["received"].null_count() == 0


def mutated(content, chance):
    """A few bytes changed, cut out, doubled or put in, or the end cut off."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(data) or 1)
        match chance.randrange(5):
            case 0:
                data[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[place : place + chance.randint(1, 40)]
            case 2:
                data[place:place] = data[place : place + chance.randint(1, 60)]
            case 3:
                data[place:place] = chance.choice(PIECES)
            case _:
                if chance.random() < 0.2:
                    del data[place:]
    return bytes(data)


def mutated_inside(content, chance):
    """An archive whose parts are changed, so that it opens and what is inside is broken."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as changed:
        for member in source.infolist():
            part = source.read(member)
            if chance.random() < 0.4:
                part = mutated(part, chance)
            if chance.random() < 0.97:
                changed.writestr(member.filename, part)
    return target.getvalue()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("form", FORMS)
def test_changed_bytes(tmp_path, form, table):
    content, name = FORMS[form](TABLES[table])
    chance = random.Random(f"{form} {table}")
    path = tmp_path / name
    for number in range(TIMES // 10):
        inside = name.endswith("xlsx") and number % 2
        path.write_bytes(mutated_inside(content, chance) if inside else mutated(content, chance))
        try_all(path, name)


@settings(max_examples=TIMES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=3000), name=st.sampled_from(["a.csv", "a.xlsx", "a.txt", "a"]))
def test_any_bytes(tmp_path, content, name):
    path = tmp_path / "a"
    path.write_bytes(content)
    try_all(path, name)


CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "Mã hồ sơ", "05/03/2026", "1.234", "Tổng cộng", "=1", '"', "Có", "46086", "#REF!", "Đúng hạn", "-1"]
    ),
)


@settings(max_examples=TIMES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELL, max_size=9), max_size=9), delimiter=st.sampled_from(",;\t|"))
def test_any_table_below_good_headings(tmp_path, rows, delimiter):
    path = tmp_path / "a.csv"
    path.write_bytes(csv_text([CASE_HEADINGS, *rows], delimiter).encode("utf-8", "replace"))
    try_all(path, "a.csv")
