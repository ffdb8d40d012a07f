"""Choices of criteria sets, assessments, verification and runs."""

from django.db import models


class SetState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    FROZEN = "frozen", "Đã dùng, không sửa được"


class NodeKind(models.TextChoices):
    GROUP = "group", "Nhóm"
    CRITERION = "criterion", "Tiêu chí"
    BONUS = "bonus", "Điểm cộng"
    PENALTY = "penalty", "Điểm trừ"


class EnteredBy(models.TextChoices):
    """Who supplies the inputs of a criterion; the codes are those of ``scoring.engine``."""

    UNIT = "unit", "Đơn vị kê khai"
    PORTAL = "portal", "Số liệu có sẵn"
    SURVEY = "survey", "Khảo sát"
    OFFICE = "office", "Người thẩm định chấm"


class AssessmentState(models.TextChoices):
    DRAFT = "draft", "Đang tự chấm"
    SUBMITTED = "submitted", "Chờ thẩm định"
    RETURNED = "returned", "Trả lại để bổ sung"
    VERIFIED = "verified", "Đã thẩm định"


class ItemState(models.TextChoices):
    """What verification has said about one criterion."""

    PENDING = "pending", "Chưa thẩm định"
    ACCEPTED = "accepted", "Đồng ý"
    ADJUSTED = "adjusted", "Điều chỉnh"
    RETURNED = "returned", "Trả lại"


class RunState(models.TextChoices):
    PROVISIONAL = "provisional", "Kết quả tạm"
    FINAL = "final", "Đã chốt"
    PUBLISHED = "published", "Đã công bố"
    SUPERSEDED = "superseded", "Đã thay bằng lần tính sau"


class ScoreStatus(models.TextChoices):
    """How one criterion ended: absent is not zero, not applicable is neither."""

    AWARDED = "awarded", "Có điểm"
    NOT_REPORTED = "not_reported", "Chưa có số liệu"
    NOT_APPLICABLE = "not_applicable", "Không áp dụng"
