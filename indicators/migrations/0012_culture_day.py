"""24 November is a day off from 2026 on (Nghị quyết 28/2026/QH16, Điều 2): put it into calendars kept before it was known.

The shipped days come only to years that nobody keeps yet, so years that have days already would go without it.
"""

from datetime import date

from django.db import migrations

NAME, BASIS = "Ngày Văn hóa Việt Nam", "Nghị quyết 28/2026/QH16, Điều 2"
FIRST_YEAR = 2026


def add(apps, schema_editor):
    """Years with any day get this one, unless somebody recorded the date already."""
    days = apps.get_model("indicators", "CalendarDay").objects
    kept = set(days.filter(on__year__gte=FIRST_YEAR).order_by().values_list("on__year", flat=True))
    for year in sorted(kept):
        days.get_or_create(on=date(year, 11, 24), defaults={"kind": "off", "name": NAME, "basis": BASIS})


def remove(apps, schema_editor):
    """Only the rows as they were added; what somebody changed stays."""
    apps.get_model("indicators", "CalendarDay").objects.filter(name=NAME, basis=BASIS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0011_source_initiatives"),
    ]

    operations = [migrations.RunPython(add, remove)]
