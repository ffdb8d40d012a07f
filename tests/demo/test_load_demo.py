"""What somebody finds who has just typed `make run`."""

import json
from collections import Counter
from io import StringIO

import pikepdf
import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import UnitKind
from accounts.models import Person, Unit, User
from accounts.roles import RoleCode
from awards.models import Dossier
from campaigns.models import Participant, Plan, Target
from campaigns.selectors import plans, rounds
from indicators.engine.sanity import Gravity
from indicators.enums import CaseImportState, CountOrigin, PeriodState
from indicators.models import (
    CaseFile,
    CaseImport,
    FigureFile,
    FigurePeriod,
    PaperForm,
    ProcedureCount,
    ServicePoint,
    Survey,
    SurveyAnswer,
    SurveyComment,
    SurveyCount,
)
from indicators.selectors.doubts import doubts_of
from indicators.selectors.figures import figure_for
from indicators.services.calendar import load_shipped
from indicators.services.catalogue import load_catalogue
from indicators.services.questionnaires import load_library
from reports.management.demo import figures
from reports.management.demo.people import make_world
from scoring.models import Appeal, Assessment, Evidence, Scenario, ScoreRun
from scoring.selectors import results, scenarios, waiting
from scoring.selectors.ledger import ledger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

ROUND = ("hoai-nhon-2026-2030", "2026")


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def demo_accounts() -> list[dict[str, str]]:
    accounts: list[dict[str, str]] = json.loads(printed("demo_accounts", "--json"))
    return accounts


def test_there_is_one_account_for_each_role() -> None:
    accounts = demo_accounts()

    assert [set(account) for account in accounts] == [{"role", "username", "password"}] * len(RoleCode)
    assert sorted(account["role"] for account in accounts) == sorted(RoleCode.values)


def test_each_account_signs_in_through_the_form_and_has_a_home() -> None:
    for account in demo_accounts():
        client = Client()

        response = client.post(reverse("accounts:login"), account, follow=True)

        assert response.redirect_chain, account["role"]
        assert response.status_code == 200, account["role"]
        assert "Việc của tôi" in response.content.decode(), account["role"]


def test_each_centre_has_believable_departments_and_people() -> None:
    centres = Unit.objects.filter(kind=UnitKind.CENTRE)

    assert len(centres) == 2
    for centre in centres:
        assert Unit.objects.get_parent(centre).kind == UnitKind.AUTHORITY
        assert 12 <= Unit.objects.get_descendants(centre).count() <= 20
    assert Person.objects.count() >= 150
    assert Counter(Person.objects.values_list("full_name", flat=True)).most_common(1)[0][1] <= 3


def test_the_plans_carry_all_their_targets() -> None:
    counts = {
        plan.campaign.code: Target.objects.filter(plan=plan).count() for plan in Plan.objects.filter(state="issued")
    }

    assert counts["hoai-nhon-2026-2030"] == 13
    assert counts["tu-mo-rong-2023-2030"] == 11


@pytest.mark.parametrize(("year", "last_month"), [(2025, 12), (2026, 10)])
def test_figures_cover_the_months_with_late_cases(year: int, last_month: int) -> None:
    for centre in Unit.objects.filter(kind=UnitKind.CENTRE):
        counts = ProcedureCount.objects.filter(year=year, unit__path__startswith=centre.path)

        assert set(range(1, last_month + 1)) <= set(counts.values_list("month", flat=True))
        assert counts.filter(finished_late__gt=0).exists()


def test_counts_of_cases_have_an_imported_file_behind_them() -> None:
    counts = ProcedureCount.objects.all()

    assert set(counts.values_list("origin", flat=True)) == {
        CountOrigin.CASES,
        CountOrigin.DIGITISATION,
        CountOrigin.TYPED,
    }
    files = counts.exclude(origin=CountOrigin.TYPED)
    assert not files.exclude(case_import__state=CaseImportState.IMPORTED).exists()
    typed = counts.get(origin=CountOrigin.TYPED)
    assert files.filter(unit=typed.unit, year=typed.year, month=typed.month, origin=CountOrigin.CASES).exists()
    current = CaseFile.objects.filter(is_current=True)
    assert 5_000 <= current.count() <= 12_000
    received = counts.filter(origin=CountOrigin.CASES).aggregate(
        direct=Sum("received_direct"), online=Sum("received_online")
    )
    assert received["direct"] + received["online"] == current.count()


def test_imports_show_what_may_become_of_a_file() -> None:
    imports = CaseImport.objects.all()

    assert {CaseImportState.UPLOADED, CaseImportState.IMPORTED, CaseImportState.UNDONE} == set(
        imports.values_list("state", flat=True)
    )
    assert {name.rsplit(".", 1)[-1] for name in imports.values_list("file_name", flat=True)} == {"csv", "xlsx"}
    refused = imports.exclude(faults="").get()
    assert refused.rows_refused == 5
    with refused.faults.open("rb") as file:
        assert file.read(2) == b"PK"
    assert imports.filter(rows_changed__gt=0, state=CaseImportState.IMPORTED).exists()
    assert all(each.source.columns == each.columns for each in imports.filter(state=CaseImportState.IMPORTED))


def test_satisfaction_of_this_year_has_answers_behind_it() -> None:
    assert not SurveyCount.objects.filter(year=2026).exists()
    assert SurveyCount.objects.filter(year=2025).exists()
    answers = SurveyAnswer.objects.filter(finished_on__year=2026)
    assert answers.count() == SurveyAnswer.objects.count() >= 1_200
    for centre in Unit.objects.filter(kind=UnitKind.CENTRE):
        own = answers.filter(point__unit__path__startswith=centre.path)
        assert set(range(1, 11)) <= {answered.month for answered in own.values_list("finished_on", flat=True)}
        for kind, code in (("sipas", "citizen_satisfaction"), ("inpatient", "inpatient_satisfaction")):
            counted = own.filter(point__survey__questionnaire__kind=kind).aggregate(
                satisfied=Sum("satisfied"), valid=Sum("valid")
            )
            figure = figure_for(code, centre, 2026)
            assert figure is not None
            assert (figure.numerator, figure.denominator) == (counted["satisfied"], counted["valid"])


def test_surveys_and_comments_stand_in_every_state() -> None:
    assert set(Survey.objects.values_list("state", flat=True)) == {"draft", "open", "closed"}
    for centre in Unit.objects.filter(kind=UnitKind.CENTRE):
        assert {"open", "closed"} <= set(centre.surveys.values_list("state", flat=True))
    assert set(SurveyComment.objects.values_list("state", flat=True)) == {"new", "noted", "answered", "hidden"}
    assert set(SurveyAnswer.objects.values_list("channel", flat=True)) == {"link", "kiosk", "paper"}
    assert set(PaperForm.objects.values_list("state", flat=True)) == {"entered", "differs", "agreed"}
    kiosk = ServicePoint.objects.exclude(kiosk_pin="").filter(survey__state="open").first()
    assert kiosk is not None
    assert Client().get(reverse("indicators:kiosk", args=[kiosk.token])).status_code == 200


def test_months_are_closed_up_to_two_months_ago_and_one_is_open_again() -> None:
    for centre in Unit.objects.filter(kind=UnitKind.CENTRE):
        periods = FigurePeriod.objects.filter(centre=centre).exclude(state=PeriodState.OPEN)
        assert {(period.year, period.month) for period in periods} == {
            *((2025, month) for month in range(1, 13)),
            *((2026, month) for month in range(1, 10)),
        }
    reopened = FigurePeriod.objects.get(state=PeriodState.REOPENED)
    assert (reopened.year, reopened.month) == (2026, 8)


def test_figures_are_doubted_with_every_gravity_and_one_doubt_is_answered() -> None:
    centre = Unit.objects.get(code="ttyt-hoai-nhon")

    raised = doubts_of(Unit.objects.get_descendants(centre), 2026, timezone.localdate())

    assert {one.doubt.gravity for one in raised} == set(Gravity)
    assert [one.unit.code for one in raised if one.answer is not None] == ["hn-y-te-cong-cong"]


def test_some_typed_figures_of_the_year_carry_their_document() -> None:
    for centre in Unit.objects.filter(kind=UnitKind.CENTRE):
        of_centre = FigureFile.objects.filter(measurement__unit__path__startswith=centre.path)
        assert set(of_centre.values_list("measurement__year", "measurement__period_kind")) == {
            (2026, "quarter"),
            (2026, "year"),
        }
        assert all(document.pages == 1 and document.file.size == document.size for document in of_centre)


def test_sheets_stand_in_every_state() -> None:
    assert set(Assessment.objects.values_list("state", flat=True)) == {"draft", "submitted", "returned", "verified"}


def test_dossiers_stand_in_the_states_of_a_year_at_work() -> None:
    states = set(Dossier.objects.values_list("state", flat=True))

    assert {"draft", "submitted", "supplement", "eligible", "scheduled", "certified"} <= states


def test_last_year_is_finished_and_published_in_both_centres() -> None:
    published = ScoreRun.objects.filter(state="published", round__year=2025)

    assert published.values("round__campaign__unit").distinct().count() == 2


def test_last_year_had_days_of_appeals_in_one_centre() -> None:
    appeals = Appeal.objects.filter(window__round__year=2025)

    assert Counter(appeals.values_list("state", flat=True)) == {"adjusted": 1, "upheld": 1, "withdrawn": 1}
    published = ScoreRun.objects.get(state="published", round__appeal_window__isnull=False)
    assert published.number == 2
    changed = appeals.get(state="adjusted")
    score = published.unit_scores.get(unit=changed.unit).criterion_scores.get(criterion=changed.item.criterion)
    assert score.points == changed.decided_points != changed.first_points
    assert all(appeal.decided_by != appeal.first_verifier for appeal in appeals.exclude(state="withdrawn"))


def test_one_appeal_of_this_year_waits_for_the_office() -> None:
    appeal = Appeal.objects.get(state="submitted")
    clerk = User.objects.get(username="hn.tchc")
    today = timezone.localdate()

    assert appeal.window.opened_at < appeal.submitted_at < timezone.now() < appeal.window.closes_at
    assert appeal.first_verifier != clerk and clerk.has_perm("scoring.decide_appeal", appeal)
    said = [item.text for item in waiting.for_user(clerk, appeal.window.round.unit, appeal.window.round.year, today)]
    assert "1 kiến nghị điểm chờ giải quyết" in said
    waits = [line for line in ledger(appeal.window.round, clerk, today) if line.standing == "open" and line.waits_on]
    matter = f"Giải quyết kiến nghị {appeal.item.criterion.code}"
    assert [line.unit for line in waits if line.matter == matter] == [appeal.unit]


def test_the_yearly_round_stays_the_one_of_the_year() -> None:
    centre = Unit.objects.get(code="ttyt-hoai-nhon")

    shown = rounds.round_of(centre, 2026)
    plan = plans.plan_in_force(centre)

    assert shown is not None and plan is not None
    assert shown.campaign.code == plan.campaign.code == ROUND[0]


def test_one_scenario_is_shared_with_the_director_and_changes_ranks() -> None:
    scenario = Scenario.objects.get()

    found = scenarios.comparison(scenario)

    assert scenario.shared_at is not None and scenarios.is_current(scenario)
    assert found is not None and "đơn vị đổi hạng" in found.sentence


def test_evidence_files_are_real_pdfs() -> None:
    files = Evidence.objects.order_by("pk")[:5]

    assert len(files) == 5
    for evidence in files:
        with evidence.file.open("rb") as content, pikepdf.open(content) as document:
            assert len(document.pages) == evidence.pages


def test_scores_of_the_year_are_printed_for_every_unit_and_twice_the_same() -> None:
    first = printed("compute_scores", *ROUND)
    taking_part = Participant.objects.filter(round__campaign__code=ROUND[0], round__year=ROUND[1])
    names = taking_part.values_list("unit__short_name", flat=True)

    assert len(names) >= 12
    assert [name for name in names if name not in first] == []
    assert printed("compute_scores", *ROUND) == first
    run = ScoreRun.objects.filter(round__campaign__code=ROUND[0], round__year=ROUND[1]).latest("number")
    for score in results.ranking(run):
        line = next(line for line in first.splitlines() if f" {score.unit.short_name} " in f"{line} ")
        assert (f"{score.total:.2f}".replace(".", ",") if score.total is not None else "–") in line


def snapshot() -> list[tuple[object, ...]]:
    """People, monthly figures and answers, without the keys and secrets of the database."""
    people = Person.objects.values_list("unit__code", "full_name", "job_title")
    procedures = ProcedureCount.objects.values_list(
        "unit__code", "procedure__code", "year", "month", "received_online", "finished_early", "finished_late"
    )
    surveys = SurveyCount.objects.values_list("unit__code", "kind", "year", "month", "forms")
    answers = SurveyAnswer.objects.values_list("point__unit__code", "finished_on", "points", "valid", "channel")
    return sorted([*people, *procedures, *surveys, *answers], key=repr)


def test_the_dice_fall_the_same_way_every_time() -> None:
    """People and figures, on which everything else is computed, made anew are what they were."""
    first = snapshot()
    connection.check_constraints()  # PostgreSQL truncates only when no check is outstanding
    call_command("flush", interactive=False, verbosity=0)

    load_catalogue()
    load_shipped()
    load_library(at=timezone.now())
    for centre in make_world():
        figures.make_figures(centre, timezone.localdate())

    assert snapshot() == first
