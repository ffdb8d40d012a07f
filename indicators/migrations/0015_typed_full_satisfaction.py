"""Let a typed count leave out the fully satisfied forms: the zero so far was a default that nobody typed."""

from typing import Any

from django.db import migrations, models


def forget_zeros(apps: Any, schema_editor: Any) -> None:
    """What was left at zero says nothing."""
    counts = apps.get_model("indicators", "SurveyCount").objects.using(schema_editor.connection.alias)
    counts.filter(fully_satisfied=0).update(fully_satisfied=None)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0014_typed_counts_as_told"),
    ]

    operations = [
        migrations.AlterField(
            model_name="surveycount",
            name="fully_satisfied",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="số phiếu hài lòng toàn diện"),
        ),
        migrations.RunPython(forget_zeros, migrations.RunPython.noop),
    ]
