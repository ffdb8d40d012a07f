"""Choices of indicators, measurements and TTHC statistics."""

from django.db import models


class Direction(models.TextChoices):
    HIGHER = "higher", "Càng cao càng tốt"
    LOWER = "lower", "Càng thấp càng tốt"


class Measure(models.TextChoices):
    """What kind of number an indicator is."""

    PERCENT = "percent", "Tỷ lệ %"
    COUNT = "count", "Số lượng"
    INDEX = "index", "Chỉ số (điểm)"
    RANK = "rank", "Thứ hạng"
    MINUTES = "minutes", "Phút"
    YES_NO = "yes_no", "Có/Không"


class PeriodKind(models.TextChoices):
    MONTH = "month", "Tháng"
    QUARTER = "quarter", "Quý"
    YEAR = "year", "Năm"


class Source(models.TextChoices):
    """Which provider answers for an indicator."""

    DECLARED = "declared", "Nhập tay có nguồn"
    PROCEDURES = "procedures", "Thống kê hồ sơ TTHC"
    SURVEY = "survey", "Khảo sát hài lòng"
    TASKS = "tasks", "Nhiệm vụ được giao"
    EXTERNAL = "external", "Chỉ số bên ngoài công bố"


class SurveyKind(models.TextChoices):
    SIPAS = "sipas", "Hài lòng về thủ tục hành chính"
    INPATIENT = "inpatient", "Người bệnh nội trú"
    OUTPATIENT = "outpatient", "Người bệnh ngoại trú"


MONTHS = [(month, f"Tháng {month}") for month in range(1, 13)]
