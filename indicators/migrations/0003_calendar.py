from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("indicators", "0002_catalogue_owner_and_roll_up"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(unique=True, verbose_name="ngày")),
                (
                    "kind",
                    models.CharField(
                        choices=[("off", "Nghỉ"), ("work", "Làm bù")], default="off", max_length=4, verbose_name="loại"
                    ),
                ),
                ("name", core.fields.NormalisedCharField(max_length=120, verbose_name="dịp")),
                ("basis", core.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="căn cứ")),
            ],
            options={
                "verbose_name": "ngày nghỉ, ngày làm bù",
                "verbose_name_plural": "lịch nghỉ và làm bù",
                "ordering": ["on"],
            },
        ),
        migrations.AddConstraint(
            model_name="calendarday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "work"), _negated=True), ("on__week_day__in", (1, 7)), _connector="OR"
                ),
                name="calendar_day_worked_on_weekend",
            ),
        ),
    ]
