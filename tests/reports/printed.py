"""Measures a PDF: where its glyphs and rules stand, in millimetres from the top left corner."""

from dataclasses import dataclass
from io import BytesIO

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTCurve, LTPage, LTTextLine

MM = 72 / 25.4


@dataclass(frozen=True)
class Line:
    """A line of text: its box in mm, the sizes in points and the fonts of its glyphs."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    sizes: frozenset[float]
    fonts: frozenset[str]

    @property
    def width(self) -> float:
        """In mm."""
        return self.right - self.left


@dataclass(frozen=True)
class Rule:
    """A thin horizontal rule, in mm."""

    left: float
    right: float
    y: float

    @property
    def width(self) -> float:
        """In mm."""
        return self.right - self.left


@dataclass(frozen=True)
class Page:
    """One page with its lines in reading order from the top."""

    width: float
    height: float
    lines: list[Line]
    rules: list[Rule]

    def line(self, text: str) -> Line:
        """The first line that contains `text`."""
        return next(line for line in self.lines if text in line.text)

    def rule_below(self, line: Line) -> Rule:
        """The nearest rule under a line and within its column."""
        below = [rule for rule in self.rules if rule.y > line.bottom - 1 and line.left - 60 < rule.left < line.right]
        return min(below, key=lambda rule: rule.y)


def pages(pdf: bytes) -> list[Page]:
    """All pages, measured."""
    layout = LAParams(line_margin=0.01, boxes_flow=None, char_margin=3, word_margin=0.1)
    return [_page(page) for page in extract_pages(BytesIO(pdf), laparams=layout)]


def _page(page: LTPage) -> Page:
    lines, rules = [], []
    stack = list(page)
    while stack:
        item = stack.pop()
        if isinstance(item, LTTextLine):
            lines.append(_line(item, page.height))
        elif isinstance(item, LTCurve):
            if item.height < 2 and item.width > 20:
                rules.append(Rule(item.x0 / MM, item.x1 / MM, (page.height - item.y0) / MM))
        elif hasattr(item, "__iter__"):
            stack.extend(item)
    lines.sort(key=lambda line: (round(line.bottom, 1), line.left))
    return Page(page.width / MM, page.height / MM, lines, rules)


def _line(item: LTTextLine, height: float) -> Line:
    glyphs = [glyph for glyph in item if isinstance(glyph, LTChar) and glyph.get_text().strip()]
    inked = glyphs or [glyph for glyph in item if isinstance(glyph, LTChar)]
    return Line(
        text=item.get_text().strip(),
        left=min(glyph.x0 for glyph in inked) / MM,
        right=max(glyph.x1 for glyph in inked) / MM,
        top=(height - max(glyph.y1 for glyph in inked)) / MM,
        bottom=(height - min(glyph.y0 for glyph in inked)) / MM,
        sizes=frozenset(round(glyph.size, 1) for glyph in inked),
        fonts=frozenset(glyph.fontname.split("+")[-1] for glyph in inked),
    )
