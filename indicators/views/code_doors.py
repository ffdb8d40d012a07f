"""One-time codes at the doors of answers: a right one always passes, however many wrong ones came before it.

A whole network of hospitals may stand behind one address, so wrong codes of one person must not keep others waiting. A
code is therefore looked up first, by one question to the database that takes as long for a wrong one as for a right
one, and only wrong ones are counted: by address and over the whole portal. Beyond these limits a wrong code is told in
a few words instead of a page, and an attack is told in the log. What makes guessing hopeless is the length of the
codes alone (see ``answer_codes``). Nothing is counted by device: who guesses drops a cookie, and who does not would be
followed by it.

Codes of before, which are short, are looked up only while their address is within its limit.
"""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.engine import answer_codes
from indicators.selectors.public_points import PublicPoint
from indicators.services import survey_answers
from indicators.services.survey_answers import AnswerRefused
from indicators.views.rate_limits import is_exceeded, is_exceeded_by_all, is_first_of

LIMIT, CEILING = "SURVEY_CODE_LIMIT", "SURVEY_CODE_CEILING"
TOLD_ONCE_IN = "1/10 minutes"
LONGEST_TYPED = 40
RIGHT_PASSES = "Từ mạng này đã có nhiều mã sai. Xem kỹ lại mã trên phiếu mời; mã đúng được nhận ngay."
logger = logging.getLogger(__name__)


def seconds_to_wait(request: HttpRequest, typed: str) -> int:
    """0 when the typed code is looked up now; for a short one of before the seconds that its address has to wait."""
    is_short = len(answer_codes.tidy(typed)) == answer_codes.SHORT_LENGTH
    return is_exceeded(LIMIT, request, count=False) if is_short else 0


def is_one_too_many(request: HttpRequest) -> bool:
    """Count a wrong code; True when its address, or all addresses together, have sent more than their limit."""
    of_address, of_all = is_exceeded(LIMIT, request), is_exceeded_by_all(CEILING)
    if of_all and is_first_of(TOLD_ONCE_IN, CEILING):
        logger.warning("more wrong one-time codes than %s come in: somebody may be guessing", CEILING)
    return bool(of_address or of_all)


def opens(request: HttpRequest, point: PublicPoint, typed: str) -> bool:
    """Whether this is a code with which nobody has finished an answer yet."""
    if not point.needs_code or seconds_to_wait(request, typed):
        return False
    try:
        survey_answers.check_code(point=point, code=typed[:LONGEST_TYPED])
    except AnswerRefused:
        return False
    return True


def refused_briefly(request: HttpRequest, point: PublicPoint, *, is_kiosk: bool) -> HttpResponse:
    """A short page instead of the whole questionnaire; it leads back to where the code is typed."""
    context = {"heading": "Mã không đúng", "point": point, "is_kiosk": is_kiosk, "words": RIGHT_PASSES}
    return render(request, "indicators/answering_wrong_code.html", context, status=429)
