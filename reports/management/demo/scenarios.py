"""One scenario that the office has tried on the first result of a running round and shared with the director."""

from datetime import date

from campaigns.models import Round
from reports.management.demo.people import Centre
from reports.management.demo.story import moment
from scoring.models import Scenario, ScoreRun
from scoring.services import scenarios

NAME = "Tăng thủ tục hành chính lên 25 điểm"
NOTE = "Thử cho năm sau: nhóm c tăng từ 20 lên 25 điểm, nhóm h giảm từ 10 còn 5 điểm."
CHANGES = ({"kind": "weight", "code": "c", "max": "25"}, {"kind": "weight", "code": "h", "max": "5"})


def shared_scenario(centre: Centre, round_: Round, day: date) -> Scenario:
    """More weight for administrative procedures, tried on the newest result of the round."""
    run = ScoreRun.objects.filter(round=round_).select_related("round__campaign__unit").latest("number")
    office = centre.office_head
    scenario = scenarios.create(run=run, name=NAME, note=NOTE, by=office, at=moment(day, 16, 5))
    for change in CHANGES:
        scenario = scenarios.add_change(scenario=scenario, change=change, by=office, at=moment(day, 16, 10))
    scenario = scenarios.compute(scenario=scenario, by=office, at=moment(day, 16, 15))
    return scenarios.share(scenario=scenario, by=office, at=moment(day, 16, 30))
