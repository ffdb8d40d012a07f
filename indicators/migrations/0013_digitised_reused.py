"""Reuse of digitised data is counted apart from reuse of any data, so that its rate cannot pass 100 %.

Tables of digitising told of it under the other name. Of lists of cases it is counted again from the cases.
"""

from django.db import migrations, models
from django.db.models import Count, F

CASES, TABLE = "cases", "digital"


def fill(apps, schema_editor):
    """Counts that are stored already get the new number."""
    counts = apps.get_model("indicators", "ProcedureCount").objects
    counts.filter(origin=TABLE).update(digitised_reused=F("data_reused"), data_reused=0)
    cases = apps.get_model("indicators", "CaseFile").objects
    key = ("group__unit_id", "group__procedure_id", "group__field", "received_month")
    both = cases.filter(is_current=True, data_reused=True, inputs_digitised=True).order_by()
    for unit, procedure, field, month, number in both.values_list(*key).annotate(cases=Count("pk")):
        year, passed = divmod(month, 12)
        counts.filter(
            origin=CASES, unit_id=unit, procedure_id=procedure, field=field, year=year, month=passed + 1
        ).update(digitised_reused=number)


def empty(apps, schema_editor):
    """Back to the one name."""
    counts = apps.get_model("indicators", "ProcedureCount").objects
    counts.filter(origin=TABLE).update(data_reused=F("digitised_reused"))


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0012_culture_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="procedurecount",
            name="digitised_reused",
            field=models.PositiveIntegerField(default=0, verbose_name="hồ sơ dùng lại thành phần đã số hóa"),
        ),
        migrations.RunPython(fill, empty),
    ]
