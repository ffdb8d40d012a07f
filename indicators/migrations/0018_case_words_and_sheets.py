"""Sheets that are read together, words that a clerk explains, and rows of a case that stands twice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0017_paper_form_withdrawal"),
    ]

    operations = [
        migrations.AddField(
            model_name="caseimport",
            name="other_sheets",
            field=models.JSONField(blank=True, default=list, verbose_name="các trang tính khác"),
        ),
        migrations.AddField(
            model_name="caseimport",
            name="rows_repeated",
            field=models.PositiveIntegerField(default=0, verbose_name="dòng trùng mã không lấy"),
        ),
        migrations.AddField(
            model_name="caseimport",
            name="words",
            field=models.JSONField(blank=True, default=dict, verbose_name="cách hiểu các từ"),
        ),
        migrations.AddField(
            model_name="casesource",
            name="words",
            field=models.JSONField(blank=True, default=dict, verbose_name="cách hiểu các từ"),
        ),
    ]
