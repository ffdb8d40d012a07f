"""Cases that an import took from other units are kept with it, for the doubt that follows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0021_case_recounts")]

    operations = [
        migrations.AddField(
            model_name="caseimport",
            name="moved",
            field=models.JSONField(blank=True, default=list, verbose_name="hồ sơ chuyển đơn vị"),
        ),
    ]
