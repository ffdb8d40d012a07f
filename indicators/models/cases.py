"""Case files of the one-stop shop (hồ sơ TTHC), and the files that they were imported from."""

from pathlib import PurePath

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from core.fields import NormalisedCharField
from indicators.enums import CaseChannel, CaseImportState, CaseLayout, CaseOutcome, CaseTiming
from indicators.models.procedures import Procedure


class CaseSource(models.Model):
    """A system that files are exported from, with the columns as they were mapped once."""

    centre = models.ForeignKey(Unit, verbose_name="trung tâm", on_delete=models.PROTECT, related_name="case_sources")
    name = NormalisedCharField("tên nguồn", max_length=120)
    layout = models.CharField("loại bảng", max_length=12, choices=CaseLayout, default=CaseLayout.CASES)
    columns = models.JSONField("cột đã ghép", default=dict, blank=True)
    """Our name of a column -> the heading in the file."""
    words = models.JSONField("cách hiểu các từ", default=dict, blank=True)
    """Our name of a column -> a word of the file -> what it means (``case_values.MEANINGS``)."""

    class Meta:
        verbose_name = "nguồn hồ sơ TTHC"
        verbose_name_plural = "các nguồn hồ sơ TTHC"
        ordering = ["centre", "name"]
        constraints = [models.UniqueConstraint(fields=["centre", "name"], name="case_source_name_once")]

    @property
    def unit(self) -> Unit:
        return self.centre

    def __str__(self) -> str:
        return self.name


FOLDER = "case-imports"
LONGEST_SUFFIX = 10
"""Characters, the point with them: no name of a user's makes the path too long for its column."""


def import_path(instance: "CaseImport", filename: str) -> str:
    """Where an uploaded file lies: outside the web root, named by its content and its kind."""
    kind = PurePath(filename).suffix.lower()[:LONGEST_SUFFIX]
    return f"{FOLDER}/{instance.centre_id}/{instance.sha256}{kind}"


def faults_path(instance: "CaseImport", filename: str) -> str:
    """Where the rows that could not be taken lie, with the reason in their last column."""
    return f"{FOLDER}/{instance.centre_id}/{filename}-{instance.pk}.xlsx"


class CaseImport(models.Model):
    """One file brought in: looked at first, then imported as a whole, and undone as a whole if need be."""

    centre = models.ForeignKey(Unit, verbose_name="trung tâm", on_delete=models.PROTECT, related_name="case_imports")
    source = models.ForeignKey(CaseSource, verbose_name="nguồn", on_delete=models.PROTECT, related_name="imports")
    file = models.FileField("tệp", upload_to=import_path, max_length=200)
    file_name = NormalisedCharField("tên tệp", max_length=150)
    sha256 = models.CharField("mã băm", max_length=64)
    size = models.PositiveBigIntegerField("kích thước (byte)")
    sheet = NormalisedCharField("trang tính", max_length=60, blank=True)
    other_sheets = models.JSONField("các trang tính khác", default=list, blank=True)
    """Sheets with the same headings that are read together with the first one."""
    columns = models.JSONField("cột đã ghép", default=dict, blank=True)
    words = models.JSONField("cách hiểu các từ", default=dict, blank=True)
    """As ``CaseSource.words``."""
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    month = models.PositiveSmallIntegerField("tháng", null=True, blank=True)
    """The month that a summary is about; the cases of a list carry their own dates."""
    default_unit = models.ForeignKey(
        Unit, verbose_name="đơn vị giải quyết", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who handled the rows that name no unit; None for the centre itself."""
    state = models.CharField("trạng thái", max_length=10, choices=CaseImportState, default=CaseImportState.UPLOADED)
    uploaded_at = models.DateTimeField("tải lên lúc")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người tải", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    imported_at = models.DateTimeField("nhập lúc", null=True, blank=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người nhập",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người hoàn tác",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    rows_read = models.PositiveIntegerField("số dòng đọc được", default=0)
    rows_added = models.PositiveIntegerField("hồ sơ mới", default=0)
    rows_changed = models.PositiveIntegerField("hồ sơ cập nhật", default=0)
    rows_same = models.PositiveIntegerField("hồ sơ không đổi", default=0)
    rows_refused = models.PositiveIntegerField("dòng lỗi", default=0)
    rows_repeated = models.PositiveIntegerField("dòng trùng mã không lấy", default=0)
    rows_left_out = models.PositiveIntegerField("dòng tiêu đề, dòng cộng bỏ qua", default=0)
    faults = models.FileField("tệp dòng lỗi", upload_to=faults_path, max_length=200, blank=True)
    rests_on = models.ManyToManyField(
        "self", verbose_name="dựa trên các lần nhập", symmetrical=False, related_name="resting", blank=True
    )
    """Earlier imports whose rows this one found, whether it renewed them or left them as they were."""
    replaced = models.JSONField("số liệu đã thay", default=list, blank=True)
    """The monthly counts that a table of counts took the place of, to be put back when it is undone."""
    moved = models.JSONField("hồ sơ chuyển đơn vị", default=list, blank=True)
    """Cases that stood at another unit: [unit before, unit now, import that told it, year of receipt, how many]."""

    class Meta:
        verbose_name = "lần nhập hồ sơ TTHC"
        verbose_name_plural = "các lần nhập hồ sơ TTHC"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__isnull=True) | Q(month__range=(1, 12), year__isnull=False),
                name="case_import_month_exists",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CaseImportState.never_imported(), imported_at__isnull=True)
                | (~Q(state__in=CaseImportState.never_imported()) & Q(imported_at__isnull=False)),
                name="case_import_state_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseImportState.UNDONE, undone_at__isnull=False)
                | (~Q(state=CaseImportState.UNDONE) & Q(undone_at__isnull=True)),
                name="case_import_undone_has_time",
            ),
        ]

    @property
    def unit(self) -> Unit:
        return self.centre

    @property
    def sheets(self) -> list[str]:
        """All sheets that are read; empty for CSV."""
        return [self.sheet, *self.other_sheets] if self.sheet else []

    @property
    def importable(self) -> int:
        """How many rows the import takes."""
        return self.rows_read - self.rows_refused - self.rows_repeated

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display()})"


class CaseGroup(models.Model):
    """What many cases of one import have in common: who handles them, and what they are about."""

    case_import = models.ForeignKey(
        CaseImport, verbose_name="lần nhập", on_delete=models.CASCADE, related_name="groups"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị giải quyết", on_delete=models.PROTECT, related_name="case_groups"
    )
    procedure = models.ForeignKey(
        Procedure, verbose_name="thủ tục", null=True, blank=True, on_delete=models.PROTECT, related_name="case_groups"
    )
    field = NormalisedCharField("lĩnh vực", max_length=120, blank=True)

    class Meta:
        verbose_name = "nhóm hồ sơ"
        verbose_name_plural = "các nhóm hồ sơ"
        constraints = [
            models.UniqueConstraint(
                fields=["case_import", "unit", "procedure"],
                condition=Q(procedure__isnull=False),
                name="case_group_once_by_procedure",
            ),
            models.UniqueConstraint(
                fields=["case_import", "unit", "field"],
                condition=Q(procedure__isnull=True),
                name="case_group_once_by_field",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.procedure or self.field}"


class CaseFile(models.Model):
    """One case as one import told it: when it came, when it was due, when it was finished.

    A later import of the same case adds a row and makes this one no longer current; undoing that import makes this one
    current again. What a file does not tell stays empty (None), so that no rate counts it. A due day without a time
    lasts until its end. Nothing here tells of the applicant (``CaseApplicant``).
    """

    # Keys without a constraint: the import checks them once for all rows instead of once for each (ADR 11).
    centre = models.ForeignKey(
        Unit,
        verbose_name="trung tâm",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    group = models.ForeignKey(
        CaseGroup,
        verbose_name="nhóm",
        on_delete=models.CASCADE,
        related_name="cases",
        db_constraint=False,
        db_index=False,
    )
    replaces = models.ForeignKey(
        "self",
        verbose_name="bản trước",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    code = NormalisedCharField("mã hồ sơ", max_length=60)
    is_current = models.BooleanField("bản mới nhất", default=True)
    received_at = models.DateTimeField("tiếp nhận lúc")
    due_at = models.DateTimeField("hẹn trả lúc", null=True, blank=True)
    finished_at = models.DateTimeField("trả kết quả lúc", null=True, blank=True)
    # The same three as months of local time, counted 12 × year + month − 1: tallies need no arithmetic for each row.
    received_month = models.PositiveSmallIntegerField("tháng tiếp nhận")
    due_month = models.PositiveSmallIntegerField("tháng hẹn trả", null=True, blank=True)
    finished_month = models.PositiveSmallIntegerField("tháng trả kết quả", null=True, blank=True)
    paused_days = models.PositiveSmallIntegerField("số ngày làm việc chờ bổ sung", default=0)
    promised_days = models.PositiveSmallIntegerField("số ngày làm việc để tính hạn", null=True, blank=True)
    """Working days promised on the day of receipt, where the due day follows from them; None where a file told it."""
    outcome = models.CharField("kết thúc", max_length=9, choices=CaseOutcome, blank=True)
    timing = models.CharField("so với hạn", max_length=7, choices=CaseTiming, blank=True)
    """Of a finished case, against its due time in working days; empty while it is pending."""
    channel = models.CharField("hình thức nộp", max_length=6, choices=CaseChannel, default=CaseChannel.DIRECT)
    fee = models.PositiveBigIntegerField("phí, lệ phí (đồng)", null=True, blank=True)
    paid_online = models.BooleanField("thanh toán trực tuyến", null=True, blank=True)
    inputs_digitised = models.BooleanField("đã số hóa thành phần hồ sơ", null=True, blank=True)
    result_digitised = models.BooleanField("đã số hóa kết quả", null=True, blank=True)
    data_reused = models.BooleanField("tái sử dụng dữ liệu", null=True, blank=True)

    class Meta:
        verbose_name = "hồ sơ TTHC"
        verbose_name_plural = "hồ sơ TTHC"
        ordering = ["-received_at", "code"]
        # The rows of an import lie together and share a range of groups, so that a summary of blocks finds them.
        indexes = [BrinIndex(fields=["group", "received_month"], name="case_file_by_group")]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "code"],
                condition=Q(is_current=True),
                name="case_file_current_once_per_centre",
                # Compared byte by byte, whatever the order of letters of the database.
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True, due_month__isnull=True)
                | Q(due_at__isnull=False, due_month__isnull=False),
                name="case_file_due_has_month",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, finished_month__isnull=True)
                | Q(finished_at__isnull=False, finished_month__isnull=False),
                name="case_file_finish_has_month",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("received_at")),
                name="case_file_finished_after_received",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, outcome="") | (Q(finished_at__isnull=False) & ~Q(outcome="")),
                name="case_file_finished_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(timing="") | Q(finished_at__isnull=False), name="case_file_timed_when_finished"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CaseApplicant(models.Model):
    """Who filed a case; kept only where the installation says so (``KEEP_CASE_APPLICANTS``), and erased with it."""

    case = models.OneToOneField(CaseFile, verbose_name="hồ sơ", on_delete=models.CASCADE, related_name="applicant")
    name = NormalisedCharField("người nộp", max_length=150, blank=True)
    address = NormalisedCharField("địa chỉ", max_length=300, blank=True)
    phone = models.CharField("số điện thoại", max_length=20, blank=True)

    class Meta:
        verbose_name = "người nộp hồ sơ"
        verbose_name_plural = "người nộp hồ sơ"

    def __str__(self) -> str:
        return self.name
