"""Who could be proposed for what, with the reason for each yes and no."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from accounts.models import Person, Unit
from awards.eligibility import Assessment, Facts, assess
from awards.models import Award, AwardRound, AwardRule, Dossier
from awards.selectors import facts as known
from awards.selectors.rules import conditions_of, rule_on
from campaigns.enums import SubjectKind
from core.formats import vn_date

VERDICT_WORDS = {
    "eligible": ("Đủ điều kiện", "good"),
    "not_eligible": ("Không đủ điều kiện", "bad"),
    "needs_decision": ("Người quyết định", "attention"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One subject's line on the eligibility page."""

    unit: Unit
    person: Person | None
    assessment: Assessment
    dossier: Dossier | None

    @property
    def name(self) -> str:
        """The person's or the unit's name."""
        return self.person.full_name if self.person else self.unit.name

    @property
    def verdict_words(self) -> str:
        """The verdict for reading."""
        return VERDICT_WORDS[self.assessment.verdict][0]

    @property
    def verdict_tone(self) -> str:
        """The colour of the verdict."""
        return VERDICT_WORDS[self.assessment.verdict][1]


def proposals(
    *, award_round: AwardRound, award: Award, subject_kind: str, units: Iterable[Unit]
) -> tuple[AwardRule | None, list[Proposal]]:
    """Assess every subject of these units under the rule in force when the call opened; no rule, no proposals."""
    rule = rule_on(award=award, subject_kind=subject_kind, on=award_round.opens_on)
    if rule is None:
        return None, []
    listed = list(units)
    living = Dossier.objects.filter(award_round=award_round, award=award, unit__in=listed).exclude(
        state__in=("withdrawn", "revoked")
    )
    dossiers = {(dossier.unit_id, dossier.person_id): dossier for dossier in living}
    conditions = conditions_of(rule)
    if subject_kind == SubjectKind.COLLECTIVE:
        facts = known.facts_of_units(listed, award_round.year, award_round.round)
        return rule, [
            Proposal(unit, None, assess(facts[unit.pk], conditions), dossiers.get((unit.pk, None))) for unit in listed
        ]
    people = list(known.working_in(listed, award_round.year).select_related("unit").order_by("unit__path", "sort_key"))
    facts = known.facts_of_people(people, award_round.year)
    return rule, [
        Proposal(person.unit, person, assess(facts[person.pk], conditions), dossiers.get((person.unit_id, person.pk)))
        for person in people
    ]


def facts_of_dossier(dossier: Dossier) -> Facts:
    """The subject's facts with what the unit's meeting concluded; the dossier's own initiatives count as free."""
    if dossier.person is not None:
        facts = known.facts_of_people([dossier.person], dossier.year)[dossier.person.pk]
        own = set(dossier.initiatives.values_list("title", flat=True))
        mine = f"{dossier.award.name} năm {dossier.year}"
        facts = replace(
            facts,
            initiatives=tuple(
                replace(work, used_for="", used_family="") if work.name in own and work.used_for == mine else work
                for work in facts.initiatives
            ),
        )
    else:
        facts = known.facts_of_units([dossier.unit], dossier.year, dossier.award_round.round)[dossier.unit.pk]
    source = f"Biên bản họp bình xét ngày {vn_date(dossier.met_on)}" if dossier.met_on else ""
    return replace(facts, judgements=dict(dossier.judgements), judgement_source=source)


def assessment_of(dossier: Dossier) -> Assessment:
    """Assess a dossier now, under the rule it was made under."""
    return assess(facts_of_dossier(dossier), conditions_of(dossier.rule))


def assessment_data(assessment: Assessment) -> dict[str, Any]:
    """An assessment as plain data, to be kept with the dossier."""
    return asdict(assessment)
