"""Case files and their imports for tests."""

from uuid import uuid4

import factory
from factory.django import DjangoModelFactory, FileField

from indicators.models import CaseApplicant, CaseFile, CaseGroup, CaseImport, CaseRecount, CaseSource
from tests.factories.accounts import UnitFactory
from tests.factories.indicators import MOMENT


class CaseSourceFactory(DjangoModelFactory):
    class Meta:
        model = CaseSource

    centre = factory.SubFactory(UnitFactory)
    name = factory.Sequence(lambda number: f"Một cửa điện tử {number}")


class CaseImportFactory(DjangoModelFactory):
    class Meta:
        model = CaseImport

    centre = factory.SubFactory(UnitFactory)
    source = factory.SubFactory(CaseSourceFactory, centre=factory.SelfAttribute("..centre"))
    file = FileField(data=b"Ma ho so", filename="ho-so.csv")
    file_name = "ho-so.csv"
    sha256 = factory.Sequence(lambda number: f"{number:064d}")
    size = 8
    uploaded_at = MOMENT


class CaseGroupFactory(DjangoModelFactory):
    class Meta:
        model = CaseGroup

    case_import = factory.SubFactory(CaseImportFactory)
    unit = factory.SelfAttribute("case_import.centre")
    field = "Y tế"


class CaseFileFactory(DjangoModelFactory):
    class Meta:
        model = CaseFile

    group = factory.SubFactory(CaseGroupFactory)
    centre = factory.SelfAttribute("group.case_import.centre")
    code = factory.Sequence(lambda number: f"H21.{number:06d}")
    received_at = MOMENT
    received_month = MOMENT.year * 12 + MOMENT.month - 1


class CaseApplicantFactory(DjangoModelFactory):
    class Meta:
        model = CaseApplicant

    case = factory.SubFactory(CaseFileFactory)
    name = "Người Nộp"


class CaseRecountFactory(DjangoModelFactory):
    class Meta:
        model = CaseRecount

    centre = factory.SubFactory(UnitFactory)
    job = factory.LazyFunction(uuid4)
    counted_at = MOMENT
