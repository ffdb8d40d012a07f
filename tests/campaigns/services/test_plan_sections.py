import pytest

from campaigns.models import Plan, PlanSection
from campaigns.selectors.plans import document_and_outline
from campaigns.services import plan_sections
from campaigns.services.plan_parts import EditRefused
from tests.campaigns.conftest import AT, People
from tests.factories.campaigns import PlanSectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(draft: Plan) -> dict[str, PlanSection]:
    """I (1, 2), II: four sections by their heading."""
    draft.sections.all().delete()
    one = PlanSectionFactory(plan=draft, heading="Một", position=1)
    return {
        "Một": one,
        "Một 1": PlanSectionFactory(plan=draft, parent=one, style="arabic", heading="Một 1", position=1),
        "Một 2": PlanSectionFactory(plan=draft, parent=one, style="arabic", heading="Một 2", position=2),
        "Hai": PlanSectionFactory(plan=draft, heading="Hai", position=2),
    }


def shown(plan: Plan) -> list[str]:
    """The outline as «depth label heading»."""
    return [f"{row.depth} {row.label} {row.section.heading}" for row in document_and_outline(plan)[1]]


def move(section: PlanSection, direction: str, people: People) -> None:
    plan_sections.move(section=section, direction=direction, by=people.office, at=AT)


def test_sections_are_numbered_by_their_place(draft: Plan, tree: dict[str, PlanSection]) -> None:
    assert shown(draft) == ["0 I. Một", "1 1. Một 1", "1 2. Một 2", "0 II. Hai"]


def test_moving_renumbers(draft: Plan, tree: dict[str, PlanSection], people: People) -> None:
    move(tree["Một 2"], "up", people)
    move(tree["Hai"], "up", people)

    assert shown(draft) == ["0 I. Hai", "0 II. Một", "1 1. Một 2", "1 2. Một 1"]


def test_indenting_goes_under_the_section_before(draft: Plan, tree: dict[str, PlanSection], people: People) -> None:
    move(tree["Hai"], "in", people)

    assert shown(draft) == ["0 I. Một", "1 1. Một 1", "1 2. Một 2", "1 I. Hai"]


def test_outdenting_goes_after_the_parent(draft: Plan, tree: dict[str, PlanSection], people: People) -> None:
    move(tree["Một 1"], "out", people)

    assert shown(draft) == ["0 I. Một", "1 1. Một 2", "0 1. Một 1", "0 II. Hai"]


@pytest.mark.parametrize(("name", "direction"), [("Một", "in"), ("Hai", "out")])
def test_impossible_moves_are_refused(tree: dict[str, PlanSection], people: People, name: str, direction: str) -> None:
    with pytest.raises(EditRefused, match="Không"):
        move(tree[name], direction, people)


def test_new_section_stands_right_after_its_sibling(draft: Plan, tree: dict[str, PlanSection], people: People) -> None:
    values = {"style": "arabic", "heading": "Chen"}

    plan_sections.add(plan=draft, values=values, after=tree["Một 1"], by=people.office, at=AT)

    assert shown(draft) == ["0 I. Một", "1 1. Một 1", "1 2. Chen", "1 3. Một 2", "0 II. Hai"]


def test_adding_twice_makes_one_section(draft: Plan, tree: dict[str, PlanSection], people: People) -> None:
    values = {"style": "roman", "heading": "Ba"}
    plan_sections.add(plan=draft, values=values, by=people.office, at=AT)

    with pytest.raises(EditRefused, match="vừa được thêm"):
        plan_sections.add(plan=draft, values=values, by=people.office, at=AT)
    assert shown(draft)[-2:] == ["0 II. Hai", "0 III. Ba"]


def test_ninth_level_is_refused(draft: Plan, tree: dict[str, PlanSection], people: People) -> None:
    parent = tree["Hai"]
    for _ in range(7):
        parent = plan_sections.add(plan=draft, values={"heading": "Sâu"}, parent=parent, by=people.office, at=AT)

    with pytest.raises(EditRefused, match="tới 8 cấp"):
        plan_sections.add(plan=draft, values={"heading": "Quá sâu"}, parent=parent, by=people.office, at=AT)


def test_removing_takes_the_branch(draft: Plan, tree: dict[str, PlanSection], people: People) -> None:
    count = plan_sections.remove(section=tree["Một"], by=people.office, at=AT)

    assert count == 3
    assert shown(draft) == ["0 I. Hai"]


def test_manual_mark_is_kept_and_counting_goes_on(draft: Plan, tree: dict[str, PlanSection], people: People) -> None:
    plan_sections.change(section=tree["Hai"], values={"mark": "V"}, seen="", by=people.office, at=AT)
    plan_sections.add(plan=draft, values={"style": "roman", "heading": "Ba"}, by=people.office, at=AT)

    assert shown(draft)[-2:] == ["0 V. Hai", "0 VI. Ba"]


def test_label_of_the_original_goes_when_the_number_changes(
    draft: Plan, tree: dict[str, PlanSection], people: People
) -> None:
    PlanSection.objects.filter(pk=tree["Hai"].pk).update(written_label="II/")
    tree["Hai"].refresh_from_db()

    move(tree["Hai"], "up", people)

    assert shown(draft)[0] == "0 I. Hai"


def test_sections_of_an_issued_plan_stay(issued: Plan, people: People) -> None:
    with pytest.raises(EditRefused, match="Đã ban hành"):
        plan_sections.remove(section=issued.sections.get(), by=people.office, at=AT)
