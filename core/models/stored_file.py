"""What is kept of every uploaded file beside its content."""

from django.conf import settings
from django.db import models

from core.fields import NormalisedCharField


class StoredFile(models.Model):
    """An uploaded file as ``core.uploads`` found it, who sent it and when.

    The model that is made of it adds ``file``, which says where the content lies: outside the web root, under a name
    that tells nothing.
    """

    name = NormalisedCharField("tên tệp", max_length=150)
    content_type = models.CharField("loại tệp", max_length=100)
    size = models.PositiveBigIntegerField("dung lượng")
    sha256 = models.CharField("mã băm", max_length=64, db_index=True)
    pages = models.PositiveIntegerField("số trang", null=True, blank=True)
    uploaded_at = models.DateTimeField("tải lên lúc")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người tải lên", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
