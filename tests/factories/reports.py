"""Notices and reports for tests."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from reports.enums import DocumentKind
from reports.models import KeptPrint, ReportDocument
from tests.factories.awards import DecisionFactory
from tests.factories.campaigns import RoundFactory


class ReportDocumentFactory(DjangoModelFactory):
    """A draft of a result notice, complete but for its figures."""

    class Meta:
        model = ReportDocument

    round = factory.SubFactory(RoundFactory)
    kind = DocumentKind.RESULT_NOTICE
    symbol = "TB-TTYT"
    recipients = "Các khoa, phòng;\nLưu: VT, TCHC."
    signer_title = "GIÁM ĐỐC"
    signer_name = "Trần Quang Hưng"
    created_at = datetime(2026, 12, 20, 2, tzinfo=UTC)


class KeptPrintFactory(DjangoModelFactory):
    """The kept print of a signed decision; what it says is up to the test."""

    class Meta:
        model = KeptPrint

    decision = factory.SubFactory(DecisionFactory, signed=True)
    snapshot = factory.LazyFunction(dict)
    kept_at = datetime(2026, 12, 22, 2, tzinfo=UTC)
