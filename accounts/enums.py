"""Choices of units and persons."""

from django.db import models


class UnitKind(models.TextChoices):
    AUTHORITY = "authority", "Sở Y tế"
    CENTRE = "centre", "Trung tâm Y tế"
    DEPARTMENT = "khoa", "Khoa"
    OFFICE = "phong", "Phòng"
    STATION = "tram", "Trạm y tế"
    OTHER = "khac", "Đơn vị khác"


class UnitGroup(models.TextChoices):
    """Emulation groups (khối): units are ranked among their like."""

    NONE = "", "Không xếp khối"
    CLINICAL = "lam_sang", "Khối lâm sàng"
    PARACLINICAL = "can_lam_sang", "Khối cận lâm sàng"
    FUNCTIONAL = "phong", "Khối phòng chức năng"
    PREVENTIVE = "du_phong", "Khối dự phòng"
    STATION = "tram", "Khối trạm y tế"

    @classmethod
    def named(cls) -> dict[str, str]:
        """The groups by code, without the units that stand in none."""
        return {str(each.value): str(each.label) for each in cls if each.value}


class EmploymentKind(models.TextChoices):
    CIVIL_SERVANT = "vien_chuc", "Viên chức"
    CONTRACT = "nguoi_lao_dong", "Người lao động"


class Gender(models.TextChoices):
    FEMALE = "nu", "Nữ"
    MALE = "nam", "Nam"
