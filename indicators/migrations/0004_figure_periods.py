import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("accounts", "0001_initial"),
        ("indicators", "0003_calendar"),
    ]

    operations = [
        migrations.CreateModel(
            name="DoubtAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_code", models.CharField(max_length=30, verbose_name="phép kiểm")),
                ("subject", models.CharField(max_length=80, verbose_name="đối tượng")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("month", models.PositiveSmallIntegerField(verbose_name="tháng")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="mã băm số liệu")),
                ("reason", core.fields.NormalisedTextField(verbose_name="lý do")),
                ("answered_at", models.DateTimeField(verbose_name="trả lời lúc")),
            ],
            options={
                "verbose_name": "giải thích số liệu",
                "verbose_name_plural": "giải thích số liệu",
                "ordering": ["-year", "-month", "unit"],
            },
        ),
        migrations.CreateModel(
            name="FigurePeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("month", models.PositiveSmallIntegerField(verbose_name="tháng")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Đang mở"), ("closed", "Đã khóa"), ("reopened", "Mở lại")],
                        default="open",
                        max_length=8,
                        verbose_name="trạng thái",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="khóa lúc")),
                ("reopened_at", models.DateTimeField(blank=True, null=True, verbose_name="mở lại lúc")),
            ],
            options={
                "verbose_name": "kỳ số liệu",
                "verbose_name_plural": "kỳ số liệu",
                "ordering": ["-year", "-month"],
            },
        ),
        migrations.AddField(
            model_name="doubtanswer",
            name="answered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người trả lời",
            ),
        ),
        migrations.AddField(
            model_name="doubtanswer",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="doubt_answers",
                to="accounts.unit",
                verbose_name="đơn vị",
            ),
        ),
        migrations.AddField(
            model_name="figureperiod",
            name="centre",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="figure_periods",
                to="accounts.unit",
                verbose_name="trung tâm",
            ),
        ),
        migrations.AddField(
            model_name="figureperiod",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người khóa",
            ),
        ),
        migrations.AddField(
            model_name="figureperiod",
            name="reopened_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người mở lại",
            ),
        ),
        migrations.AddConstraint(
            model_name="doubtanswer",
            constraint=models.UniqueConstraint(
                fields=("unit", "check_code", "subject", "year", "month"), name="doubt_answer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="doubtanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__range", (0, 12))), name="doubt_answer_month_exists"
            ),
        ),
        migrations.AddConstraint(
            model_name="doubtanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="doubt_answer_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="figureperiod",
            constraint=models.UniqueConstraint(fields=("centre", "year", "month"), name="figure_period_once"),
        ),
        migrations.AddConstraint(
            model_name="figureperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__range", (1, 12))), name="figure_period_month_exists"
            ),
        ),
        migrations.AddConstraint(
            model_name="figureperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "open"),
                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                    models.Q(("reopened_at__isnull", False), ("state", "reopened")),
                    _connector="OR",
                ),
                name="figure_period_state_has_time",
            ),
        ),
    ]
