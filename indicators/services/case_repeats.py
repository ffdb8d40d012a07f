"""Cases that stand several times in one file: which of their rows is taken.

Taken is the row that tells the latest state: the latest day of receipt, then the latest end (a pending case counts as
earlier than any end), and where these are the same the last row of the file. Rows are met piece by piece, and a later
piece may tell of a later state than what was stored already. Then the file is gone through again, and what is known
to be out of date is left out from the beginning.
"""

from dataclasses import dataclass

import polars as pl

from indicators.engine.case_values import LOCAL_OFFSET

MOST_LISTED = 10_000
_SHEET = 1 << 32
"""A place is the number of the sheet among those that are read times this, and the row."""
_DAY = 1 << 34
"""More than any number of seconds until 2100."""
_SCHEMA = {"hash": pl.UInt64, "rank": pl.Int64, "place": pl.Int64}
_NO_PLACES = pl.Series("place", [], pl.Int64)


@dataclass(frozen=True)
class Repeat:
    """A row that is not taken, and the row of the same case that is: sheet (a number from 0) and row in the file."""

    code: str
    sheet: int
    line: int
    taken_sheet: int
    taken_line: int


class Repeats:
    """Keeps of each case of a file the row that tells the latest state."""

    def __init__(self) -> None:
        self._known = _NO_PLACES
        self.begin()

    def begin(self) -> None:
        """Go through the file from its beginning, with what was found out so far."""
        self._seen = pl.DataFrame(schema=_SCHEMA)
        self._out_of_date: list[pl.Series] = []
        self._left_out: list[pl.Series] = []
        self._listed: list[tuple[str, int, int]] = []
        self.count = 0

    @property
    def is_revised(self) -> bool:
        """Whether a row was taken that turned out to be out of date: the file has to be gone through again."""
        return bool(self._out_of_date)

    def learn(self) -> None:
        """Remember what is out of date, and begin again: no row of a case is left then but the one that is taken."""
        self._known = pl.concat([self._known, *self._out_of_date, *self._left_out]).unique()
        self.begin()

    def latest(self, rows: pl.DataFrame, sheet: int) -> pl.DataFrame:
        """The rows of a piece (``case_preparation.Rows.good``) that are taken, as far as is known by now."""
        met = pl.DataFrame({"hash": rows["code"].hash(seed=0), "place": rows["line"].cast(pl.Int64) + sheet * _SHEET})
        met = met.with_columns(rank=_rank(rows)).select(*_SCHEMA)
        again = met["hash"].is_in(self._seen["hash"].implode()) | ~met["hash"].is_first_distinct()
        if len(self._known):
            again = again | met["place"].is_in(self._known.implode())
        if not again.any():
            self._seen = pl.concat([self._seen, met])
            return rows
        is_taken = self._sift(met)
        self._note(rows["code"].filter(~is_taken), met.filter(~is_taken))
        return rows.filter(is_taken)

    def _sift(self, met: pl.DataFrame) -> pl.Series:
        """Which rows are taken; those that were seen before and are out of date now are noted."""
        left = met.filter(~pl.col("place").is_in(self._known.implode())) if len(self._known) else met
        best = left.sort("rank", "place").unique("hash", keep="last")
        both = best.join(self._seen, on="hash", how="left", suffix="_seen")
        older = both.filter(pl.col("rank") < pl.col("rank_seen"))
        newer = both.filter(pl.col("rank") >= pl.col("rank_seen"))
        if newer.height:
            self._out_of_date.append(newer["place_seen"].alias("place"))
            self._seen = self._seen.join(newer.select(place="place_seen"), on="place", how="anti")
        taken = best.join(older.select("place"), on="place", how="anti")
        self._seen = pl.concat([self._seen, taken.select(*_SCHEMA)])
        return met["place"].is_in(taken["place"].implode())

    def _note(self, codes: pl.Series, left_out: pl.DataFrame) -> None:
        self.count += left_out.height
        self._left_out.append(left_out["place"])
        room = max(0, MOST_LISTED - len(self._listed))
        self._listed += zip(codes[:room], left_out["hash"][:room], left_out["place"][:room], strict=True)

    def told(self) -> list[Repeat]:
        """The first rows that are not taken, in the order of the file."""
        hashes = pl.Series("hash", [each[1] for each in self._listed], pl.UInt64)
        wanted = self._seen.filter(pl.col("hash").is_in(hashes.implode()))
        taken = dict(wanted.select("hash", "place").iter_rows())
        rows = sorted((place, code, taken.get(key, place)) for code, key, place in self._listed)
        return [Repeat(code, *divmod(place, _SHEET), *divmod(instead, _SHEET)) for place, code, instead in rows]


def _rank(rows: pl.DataFrame) -> pl.Series:
    """A number that is greater for a later state."""
    ended = rows["finished_at"].dt.epoch("s").fill_null(0)
    day = (rows["received_at"] + LOCAL_OFFSET).dt.date().cast(pl.Int64)
    return (day * _DAY + ended).alias("rank")
