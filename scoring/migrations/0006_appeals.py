import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("campaigns", "0001_initial"),
        ("scoring", "0005_scenarios"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "Chờ giải quyết"),
                            ("upheld", "Giữ nguyên điểm"),
                            ("adjusted", "Điều chỉnh điểm"),
                            ("withdrawn", "Đơn vị đã rút"),
                        ],
                        default="submitted",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("argument", core.fields.NormalisedTextField(verbose_name="lý do kiến nghị")),
                ("proposed_points", core.fields.FixedPointField(places=2, verbose_name="điểm đề nghị")),
                (
                    "first_points",
                    core.fields.FixedPointField(blank=True, null=True, places=2, verbose_name="điểm thẩm định lần đầu"),
                ),
                ("first_reason", core.fields.NormalisedTextField(blank=True, verbose_name="lý do thẩm định lần đầu")),
                ("submitted_at", models.DateTimeField(verbose_name="gửi lúc")),
                (
                    "decided_points",
                    core.fields.FixedPointField(blank=True, null=True, places=2, verbose_name="điểm sau giải quyết"),
                ),
                ("decision_reason", core.fields.NormalisedTextField(blank=True, verbose_name="lý do giải quyết")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="giải quyết lúc")),
            ],
            options={
                "verbose_name": "kiến nghị điểm",
                "verbose_name_plural": "các kiến nghị điểm",
                "ordering": ["window", "unit__sort_key", "item__criterion__position"],
            },
        ),
        migrations.CreateModel(
            name="AppealWindow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("closes_at", models.DateTimeField(verbose_name="hạn kiến nghị")),
                ("opened_at", models.DateTimeField(verbose_name="mở lúc")),
            ],
            options={
                "verbose_name": "thời hạn kiến nghị",
                "verbose_name_plural": "các thời hạn kiến nghị",
                "ordering": ["round"],
            },
        ),
        migrations.AddField(
            model_name="appeal",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người giải quyết",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="evidence",
            field=models.ManyToManyField(
                blank=True, related_name="appeals", to="scoring.evidence", verbose_name="minh chứng bổ sung"
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="first_verifier",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người thẩm định lần đầu",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeals",
                to="scoring.assessmentitem",
                verbose_name="tiêu chí kiến nghị",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="submitted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người gửi",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeals",
                to="accounts.unit",
                verbose_name="đơn vị",
            ),
        ),
        migrations.AddField(
            model_name="appealwindow",
            name="opened_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người mở",
            ),
        ),
        migrations.AddField(
            model_name="appealwindow",
            name="round",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeal_window",
                to="campaigns.round",
                verbose_name="đợt",
            ),
        ),
        migrations.AddField(
            model_name="appealwindow",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeal_windows",
                to="scoring.scorerun",
                verbose_name="kết quả tạm được kiến nghị",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="window",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeals",
                to="scoring.appealwindow",
                verbose_name="thời hạn kiến nghị",
            ),
        ),
        migrations.AddConstraint(
            model_name="appealwindow",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("opened_at"))), name="appeal_window_dates_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.UniqueConstraint(fields=("window", "item"), name="appeal_once_per_criterion"),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(("argument", ""), _negated=True), name="appeal_has_argument"
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    ("first_verifier__isnull", True),
                    models.Q(("decided_by", models.F("first_verifier")), _negated=True),
                    _connector="OR",
                ),
                name="appeal_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["upheld", "adjusted"]), _negated=True),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_points__isnull", False),
                        models.Q(("decision_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="appeal_decision_complete",
            ),
        ),
    ]
