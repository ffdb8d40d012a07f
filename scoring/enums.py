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


class Rescaling(models.TextChoices):
    """What a group does with the points of parts that do not apply; the codes are those of ``scoring.engine``."""

    PROPORTIONAL = "proportional", "Quy đổi theo tỷ lệ"
    EVEN = "even", "Chia đều cho các tiêu chí còn lại"
    NONE = "none", "Không quy đổi"


class WhenExempt(models.TextChoices):
    """What a unit gets that is exempt from a criterion; the codes are those of ``scoring.engine``."""

    LEAVE_OUT = "leave_out", "Không tính tiêu chí"
    FULL = "full", "Được điểm tối đa"


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
    COMPUTING = "computing", "Đang tính"
    PROVISIONAL = "provisional", "Kết quả tạm"
    FINAL = "final", "Đã chốt"
    PUBLISHED = "published", "Đã công bố"
    SUPERSEDED = "superseded", "Đã thay bằng lần tính sau"


class ScoreStatus(models.TextChoices):
    """How one criterion ended: absent is not zero, not applicable is neither."""

    AWARDED = "awarded", "Có điểm"
    NOT_REPORTED = "not_reported", "Chưa có số liệu"
    NOT_APPLICABLE = "not_applicable", "Không áp dụng"


class BatchState(models.TextChoices):
    """A batch of units in a calculation that is going on."""

    WAITING = "waiting", "Chờ tính"
    DONE = "done", "Đã tính"


class AppealState(models.TextChoices):
    SUBMITTED = "submitted", "Chờ giải quyết"
    UPHELD = "upheld", "Giữ nguyên điểm"
    ADJUSTED = "adjusted", "Điều chỉnh điểm"
    WITHDRAWN = "withdrawn", "Đơn vị đã rút"

    @property
    def tone(self) -> str:
        """Colour of the badge."""
        return {"submitted": "attention", "adjusted": "good"}.get(self.value, "neutral")
