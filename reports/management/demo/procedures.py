"""The procedures (TTHC) of the demonstration, and which unit handles which."""

from datetime import date
from typing import NamedTuple

from indicators.models import Procedure
from indicators.services import procedures
from reports.management.demo.people import Centre
from reports.management.demo.story import moment

NOT_ONLINE = "1.002150"
PUBLISHED_LATE = "1.002944"


class Listed(NamedTuple):
    """A procedure of the demonstration; days are working days."""

    code: str
    name: str
    field: str
    statutory_days: int
    promised_days: int
    has_fee: bool
    pays_online: bool


PROCEDURES = (
    Listed(
        "1.012256", "Cấp giấy khám sức khỏe cho người từ đủ 18 tuổi trở lên", "Khám bệnh, chữa bệnh", 3, 2, True, True
    ),
    Listed("1.012275", "Khám giám định y khoa lần đầu", "Giám định y khoa", 30, 18, True, True),
    Listed("1.003564", "Cấp giấy chứng sinh", "Dân số - Sức khỏe sinh sản", 3, 1, False, False),
    Listed("1.002150", "Cấp lại giấy chứng sinh", "Dân số - Sức khỏe sinh sản", 5, 3, False, False),
    Listed("1.003348", "Cấp giấy xác nhận kiến thức về an toàn thực phẩm", "An toàn thực phẩm", 13, 8, True, True),
    Listed(
        "1.002944", "Công bố đủ điều kiện thực hiện quan trắc môi trường lao động", "Y tế dự phòng", 20, 14, True, False
    ),
    Listed("1.004539", "Công bố cơ sở đủ điều kiện tiêm chủng", "Y tế dự phòng", 10, 6, False, False),
    Listed("1.002399", "Cấp bản sao hồ sơ bệnh án", "Khám bệnh, chữa bệnh", 10, 5, True, True),
)
BY_CODE = {listed.code: listed for listed in PROCEDURES}
BY_UNIT = {
    "tchc": ("1.002399", "1.012275"),
    "tchc-tckt": ("1.002399", "1.012275"),
    "khnv": ("1.012275", "1.002399"),
    "kham-benh": ("1.012256", "1.002399"),
    "duoc": ("1.003348",),
    "kiem-soat-benh-tat": ("1.004539", "1.002944"),
    "y-te-cong-cong": ("1.003348", "1.002944"),
}


def publish(centre: Centre) -> list[Procedure]:
    """The catalogue of the centre; one procedure was published late, so that a target is missed."""
    return [_published(centre, listed) for listed in PROCEDURES]


def _published(centre: Centre, listed: Listed) -> Procedure:
    values = listed._asdict()
    del values["code"]
    return procedures.add(
        centre=centre.unit,
        code=listed.code,
        values={
            **values,
            "published_on_time": listed.code != PUBLISHED_LATE,
            "is_online": listed.code != NOT_ONLINE,
            "is_on_national_portal": listed.code != NOT_ONLINE,
        },
        by=centre.office_head,
        at=moment(date(2024, 12, 20)),
    )
