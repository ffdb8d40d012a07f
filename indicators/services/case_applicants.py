"""Who filed a case, where the installation keeps that: told by a file, and forgotten once it is kept no more."""

import polars as pl
from django.conf import settings
from django.db import transaction

from indicators.models import CaseApplicant, CaseImport
from indicators.services import case_faults
from indicators.services.case_preparation import APPLICANT
from indicators.services.case_versions import applicants_of

ROWS_A_STEP = 10_000
NAME = APPLICANT[0]
SAME = [pl.col(name).eq_missing(pl.col(f"{name}_known")) for name in APPLICANT]
"""Whether a row of ``beside`` tells of the applicant what is known."""


def beside(met: pl.DataFrame) -> pl.DataFrame:
    """Rows beside what is known of their applicants (``…_known``; ``known_id``: the version of the case before).

    What the file does not tell of the same person stays as it is known.
    """
    met = met.join(applicants_of(met["known_id"].drop_nulls()), on="known_id", how="left", maintain_order="left")
    is_same_person = pl.col(NAME).is_null() | pl.col(NAME).eq_missing(pl.col(f"{NAME}_known"))
    return met.with_columns(
        pl.when(is_same_person).then(pl.coalesce(name, f"{name}_known")).otherwise(pl.col(name)).alias(name)
        for name in APPLICANT
    )


def forget_all() -> int:
    """Remove all applicants and the files of refused rows that tell of them, where none are kept; returns how many.

    Safe to repeat; in short steps, since others write meanwhile.
    """
    if settings.KEEP_CASE_APPLICANTS:
        return 0
    forgotten = 0
    while step := _forget_some():
        forgotten += step
    for case_import in CaseImport.objects.filter(faults__contains=f"/{case_faults.WITH_PEOPLE}"):
        _remove_faults(case_import)
        forgotten += 1
    return forgotten


@transaction.atomic
def _forget_some() -> int:
    keys = list(CaseApplicant.objects.order_by("pk").values_list("pk", flat=True)[:ROWS_A_STEP])
    CaseApplicant.objects.filter(pk__in=keys).delete()
    return len(keys)


@transaction.atomic
def _remove_faults(case_import: CaseImport) -> None:
    storage, path = case_import.faults.storage, str(case_import.faults.name)
    CaseImport.objects.filter(pk=case_import.pk).update(faults="")
    transaction.on_commit(lambda: storage.delete(path))
