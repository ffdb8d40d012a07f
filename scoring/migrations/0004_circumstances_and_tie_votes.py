import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("campaigns", "0001_initial"),
        ("scoring", "0003_run_batches"),
    ]

    operations = [
        migrations.CreateModel(
            name="Circumstance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("limit_code", models.SlugField(max_length=40, verbose_name="điều kiện hạ mức")),
                ("reason", core.fields.NormalisedTextField(verbose_name="sự việc")),
                ("document", core.fields.NormalisedCharField(max_length=200, verbose_name="văn bản làm căn cứ")),
                ("recorded_at", models.DateTimeField(verbose_name="ghi lúc")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="rút lúc")),
            ],
            options={
                "verbose_name": "sự việc hạ mức xếp loại",
                "verbose_name_plural": "các sự việc hạ mức xếp loại",
                "ordering": ["round", "unit__sort_key", "-recorded_at"],
            },
        ),
        migrations.CreateModel(
            name="TieVote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(verbose_name="thứ tự sau biểu quyết")),
                ("minutes", core.fields.NormalisedCharField(max_length=200, verbose_name="biên bản")),
                ("recorded_at", models.DateTimeField(verbose_name="ghi lúc")),
            ],
            options={
                "verbose_name": "kết quả biểu quyết phân định",
                "verbose_name_plural": "các kết quả biểu quyết phân định",
                "ordering": ["round", "place", "unit__sort_key"],
            },
        ),
        migrations.AddField(
            model_name="circumstance",
            name="recorded_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người ghi",
            ),
        ),
        migrations.AddField(
            model_name="circumstance",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="circumstances",
                to="campaigns.round",
                verbose_name="đợt",
            ),
        ),
        migrations.AddField(
            model_name="circumstance",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="circumstances",
                to="accounts.unit",
                verbose_name="đơn vị",
            ),
        ),
        migrations.AddField(
            model_name="circumstance",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người rút",
            ),
        ),
        migrations.AddField(
            model_name="tievote",
            name="recorded_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người ghi",
            ),
        ),
        migrations.AddField(
            model_name="tievote",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tie_votes",
                to="campaigns.round",
                verbose_name="đợt",
            ),
        ),
        migrations.AddField(
            model_name="tievote",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tie_votes",
                to="accounts.unit",
                verbose_name="đơn vị",
            ),
        ),
        migrations.AddConstraint(
            model_name="circumstance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("round", "unit", "limit_code"),
                name="circumstance_once_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="circumstance",
            constraint=models.CheckConstraint(
                condition=models.Q(("document", ""), _negated=True), name="circumstance_has_document"
            ),
        ),
        migrations.AddConstraint(
            model_name="tievote",
            constraint=models.UniqueConstraint(fields=("round", "unit"), name="tie_vote_once"),
        ),
        migrations.AddConstraint(
            model_name="tievote",
            constraint=models.CheckConstraint(condition=models.Q(("place__gte", 1)), name="tie_vote_place_from_one"),
        ),
        migrations.AddConstraint(
            model_name="tievote",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes", ""), _negated=True), name="tie_vote_has_minutes"
            ),
        ),
    ]
