"""What somebody finds who has just typed `make run`."""

import json
from collections import Counter
from io import StringIO

import pikepdf
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import UnitKind
from accounts.models import Person, Unit, User
from accounts.roles import RoleCode
from awards.models import Dossier
from campaigns.models import Participant, Plan, Target
from campaigns.selectors import plans, rounds
from indicators.models import ProcedureCount, SurveyCount
from indicators.services.catalogue import load_catalogue
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


@pytest.mark.parametrize("year", [2025])
def test_figures_cover_twelve_months_with_late_cases(year: int) -> None:
    months = ProcedureCount.objects.filter(year=year).values_list("unit__path", "month").distinct()

    assert {month for _, month in months} == set(range(1, 13))
    assert ProcedureCount.objects.filter(year=year, finished_late__gt=0).exists()
    assert SurveyCount.objects.filter(year=year).exists()


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
    """People and monthly figures, without the keys of the database."""
    people = Person.objects.values_list("unit__code", "full_name", "job_title")
    procedures = ProcedureCount.objects.values_list(
        "unit__code", "procedure__code", "year", "month", "received_online", "finished_early", "finished_late"
    )
    surveys = SurveyCount.objects.values_list("unit__code", "kind", "year", "month", "forms")
    return sorted(people) + sorted(procedures) + sorted(surveys)


def test_the_dice_fall_the_same_way_every_time() -> None:
    """People and figures, on which everything else is computed, made anew are what they were."""
    first = snapshot()
    connection.check_constraints()  # PostgreSQL truncates only when no check is outstanding
    call_command("flush", interactive=False, verbosity=0)

    load_catalogue()
    for centre in make_world():
        figures.make_figures(centre)

    assert snapshot() == first
