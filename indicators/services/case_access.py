"""Who may work on the import of a file, and in which state it must be."""

from accounts.models import Unit, User
from indicators.enums import CaseImportState
from indicators.models import CaseImport
from indicators.roles import IMPORT_CASES
from indicators.services.errors import FigureRefused


class CaseImportRefused(FigureRefused):
    """A file of cases that cannot be taken, mapped, imported or taken back."""


def locked(case_import: CaseImport, by: User | None, *states: CaseImportState) -> CaseImport:
    """The import as it stands now, locked until the transaction ends. Raises ``CaseImportRefused``."""
    refuse_stranger(by, case_import.centre)
    rows = CaseImport.objects.select_for_update(of=("self",)).select_related("source", "centre", "default_unit")
    found = rows.get(pk=case_import.pk)
    if found.state not in states:
        raise CaseImportRefused(
            f"Tệp “{found.file_name}” đang ở trạng thái “{found.get_state_display()}”.",
            hint="Tải lại trang để xem trạng thái mới nhất.",
            code="state",
        )
    return found


def refuse_stranger(by: User | None, centre: Unit) -> None:
    """Raise ``CaseImportRefused`` unless the person may import at the centre; None is the system itself."""
    if by is not None and not by.has_perm(IMPORT_CASES, centre):
        raise CaseImportRefused("Bạn không có quyền nhập hồ sơ của trung tâm này.", code="permission")
