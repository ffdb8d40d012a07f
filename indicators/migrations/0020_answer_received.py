"""When an answer came: later than it was given where it waited on a device, or on paper."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0019_procedure_years")]

    operations = [
        migrations.AddField(
            model_name="surveyanswer",
            name="received_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="nhận lúc"),
        ),
    ]
