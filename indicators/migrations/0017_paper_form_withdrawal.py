"""Paper forms that count can be taken back; their number may then be used again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import core.fields


def forget_withdrawn(apps, schema_editor):
    """On the way back: without that state a number is used once, and these forms do not count."""
    apps.get_model("indicators", "PaperForm").objects.filter(state="withdrawn").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0016_figure_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="paperform", name="paper_form_number_once"),
        migrations.AddField(
            model_name="paperform",
            name="withdrawn_answers",
            field=models.JSONField(blank=True, null=True, verbose_name="trả lời đã rút"),
        ),
        migrations.AddField(
            model_name="paperform",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="rút lúc"),
        ),
        migrations.AddField(
            model_name="paperform",
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
            model_name="paperform",
            name="withdrawal_reason",
            field=core.fields.NormalisedTextField(blank=True, verbose_name="lý do rút"),
        ),
        migrations.AlterField(
            model_name="paperform",
            name="state",
            field=models.CharField(
                choices=[
                    ("entered", "Chờ nhập lần hai"),
                    ("differs", "Hai lần nhập khác nhau"),
                    ("agreed", "Đã khớp"),
                    ("withdrawn", "Đã rút"),
                ],
                default="entered",
                max_length=9,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperform",
            constraint=models.UniqueConstraint(
                condition=~Q(state="withdrawn"), fields=("point", "number"), name="paper_form_number_once_in_use"
            ),
        ),
        migrations.AddConstraint(
            model_name="paperform",
            constraint=models.CheckConstraint(
                condition=Q(Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawal_reason=""))
                | Q(~Q(state="withdrawn") & Q(withdrawn_at__isnull=True)),
                name="paper_form_withdrawn_has_reason",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_withdrawn),
    ]
