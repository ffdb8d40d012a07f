"""Which figures there are, and what each of them needs; call it once Django is set up."""

from collections.abc import Mapping, Sequence

from django.core.management import call_command
from django.db import connection

from ops.bench import engine, pages, province, scoring, surveys, workers
from ops.bench import figures as cases
from ops.bench.rows import Row
from ops.environment import say

PROVINCE = 2500
"""A province as large as a real one: the size of the figures that are not a curve."""


def all_of(only: str, sizes: Sequence[int], times: int, env: Mapping[str, str]) -> list[Row]:
    """The figures whose names begin with ``only``, measured ``times`` times each."""
    figures: list[Row] = []
    if _wanted(only, "scoring.engine"):
        say("scoring.engine …")
        figures += engine.measure()
    names = ("province", "memory", "linear", "workers", "pages")
    if any(_wanted(only, f"scoring.{name}") for name in names):
        call_command("migrate", verbosity=0)
        figures += on_database(only, sizes, times, env)
    if any(_wanted(only, f"figures.{name}") for name in ("import", "xlsx", "rates")):
        say("figures.import, figures.xlsx, figures.rates …")
        call_command("migrate", verbosity=0)
        figures += cases.measure(env, times)
    if _wanted(only, "figures.survey"):
        say("figures.survey …")
        figures += surveys.measure(times)
    return figures


def on_database(only: str, sizes: Sequence[int], times: int, env: Mapping[str, str]) -> list[Row]:
    """The figures that need a database with tables."""
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION client_min_messages = warning")
    stored = province.prepare()
    provinces = []
    for size in sizes:
        say(f"{size} units …")
        provinces.append(province.make(size, stored))
    province.settle()
    standard = min(provinces, key=lambda each: abs(each.units - PROVINCE))
    figures: list[Row] = []
    if _wanted(only, "scoring.province"):
        say("scoring.province …")
        figures.append(scoring.against_sql(standard, times))
    if _wanted(only, "scoring.memory"):
        say("scoring.memory …")
        figures.append(scoring.memory(standard, env))
    if _wanted(only, "scoring.linear") and len(provinces) > 1:
        say("scoring.linear …")
        figure, taken = scoring.linear(provinces, times)
        say("\n".join(f"  {units:>6} units: {each:.3f} s" for units, each in taken.items()))
        figures.append(figure)
    if _wanted(only, "scoring.workers"):
        say("scoring.workers …")
        figures.append(workers.two_workers(standard, env, times))
    if _wanted(only, "scoring.pages"):
        say("scoring.pages …")
        figures += pages.pages(provinces[0], standard)
    return figures


def _wanted(only: str, name: str) -> bool:
    return name.startswith(only) or only.startswith(name)
