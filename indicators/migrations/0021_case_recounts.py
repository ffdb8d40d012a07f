"""What is needed to count cases anew when the calendar changes: promised days, and what came of each counting."""

from datetime import date, datetime, time, timedelta

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def promised_on(procedure, day):
    """Working days promised on a day, as ``Procedure.days_on`` tells them."""
    past = sorted(procedure.past.all(), key=lambda each: each.until_year)
    if procedure.abolished_from is None or day.year < procedure.abolished_from:
        kept = next((each for each in past if each.until_year >= day.year), procedure)
        terms = kept if kept is procedure or kept.is_listed else procedure
    else:
        terms = procedure
    older = [each for each in reversed(past) if each.until_year < day.year and each.is_listed]
    in_force = (each for each in (terms, *older) if each.promised_on is None or each.promised_on <= day)
    return next((each.promised_days for each in in_force), terms.statutory_days)


def days_of_change(procedure):
    """The days from which on another time may be promised."""
    every = [procedure, *procedure.past.all()]
    days = {each.promised_on for each in every if each.promised_on is not None}
    return sorted({date.min, *days, *(date(each.until_year + 1, 1, 1) for each in procedure.past.all())})


def beginning(day):
    return timezone.make_aware(datetime.combine(day, time.min)) if day > date.min else None


def fill_in(apps, schema_editor):
    """Where a file had no column of due days, every due day was computed; elsewhere nobody can tell any more."""
    groups = apps.get_model("indicators", "CaseGroup").objects.filter(procedure__isnull=False)
    cases = apps.get_model("indicators", "CaseFile").objects.filter(due_at__isnull=False).order_by()
    for group in groups.select_related("case_import", "procedure").prefetch_related("procedure__past"):
        if group.case_import.columns.get("due"):
            continue
        days = days_of_change(group.procedure)
        for day, following in zip(days, [*days[1:], None], strict=True):
            within = {"received_at__gte": beginning(day), "received_at__lt": following and beginning(following)}
            span = {name: moment for name, moment in within.items() if moment is not None}
            promised = promised_on(group.procedure, following - timedelta(days=1) if following else day)
            cases.filter(group=group, **span).update(promised_days=promised)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("indicators", "0020_answer_received"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="casefile",
            name="promised_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số ngày làm việc để tính hạn"),
        ),
        migrations.CreateModel(
            name="CaseRecount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("job", models.UUIDField(unique=True, verbose_name="công việc")),
                ("counted_at", models.DateTimeField(verbose_name="tính lại lúc")),
                ("cases", models.PositiveIntegerField(default=0, verbose_name="hồ sơ đổi")),
                (
                    "no_longer_late",
                    models.PositiveIntegerField(default=0, verbose_name="từ quá hạn sang trước hạn, đúng hạn"),
                ),
                (
                    "became_late",
                    models.PositiveIntegerField(default=0, verbose_name="từ trước hạn, đúng hạn sang quá hạn"),
                ),
                (
                    "no_longer_overdue",
                    models.PositiveIntegerField(default=0, verbose_name="đang giải quyết, không còn quá hạn"),
                ),
                (
                    "became_overdue",
                    models.PositiveIntegerField(default=0, verbose_name="đang giải quyết, thành quá hạn"),
                ),
                ("left_cases", models.PositiveIntegerField(default=0, verbose_name="hồ sơ giữ nguyên vì kỳ đã khóa")),
                ("months", models.JSONField(blank=True, default=list, verbose_name="các tháng có số liệu đổi")),
                (
                    "left_months",
                    models.JSONField(blank=True, default=list, verbose_name="các tháng đã khóa giữ nguyên"),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_recounts",
                        to="accounts.unit",
                        verbose_name="trung tâm",
                    ),
                ),
                (
                    "counted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người yêu cầu",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần tính lại hồ sơ TTHC",
                "verbose_name_plural": "các lần tính lại hồ sơ TTHC",
                "ordering": ["-counted_at", "-pk"],
            },
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
