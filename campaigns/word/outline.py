"""Builds the tree of sections from marked lines; unmarked lines become paragraphs of the section they stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from campaigns.engine.document import Section
from campaigns.engine.numbering import NumberingStyle, ParsedMark, label_for, ordinal, parse_mark
from campaigns.word.reader import Line

_RANK = {style: rank for rank, style in enumerate(NumberingStyle)}
_LONGEST_HEADING = 160
_HEADING_AND_BODY = re.compile(r"^(?P<heading>[^:.;]{2,80}:)\s+(?P<body>\S.*)$", re.DOTALL)


@dataclass(slots=True)
class _Node:
    """A section being built; `shape` is the punctuation of its label, which tells “1.” from “1)”."""

    parsed: ParsedMark
    bold: bool
    paragraphs: list[str] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)

    @property
    def style(self) -> NumberingStyle:
        return self.parsed.style

    @property
    def shape(self) -> str:
        return self.parsed.label.replace(self.parsed.mark, "")

    @property
    def number(self) -> int | None:
        return ordinal(self.style, self.parsed.mark)


def build_outline(lines: Sequence[Line]) -> tuple[Section, ...]:
    """Sections at every depth. The first line must carry a mark; ValueError otherwise."""
    roots: list[_Node] = []
    open_nodes: list[_Node] = []
    for line in lines:
        parsed = parse_mark(line.text)
        if parsed is None:
            if not open_nodes:
                raise ValueError("the outline must start with a marked line")
            open_nodes[-1].paragraphs.append(line.text)
            continue
        node = _Node(parsed, line.bold)
        del open_nodes[_depth_for(node, open_nodes) :]
        (open_nodes[-1].children if open_nodes else roots).append(node)
        open_nodes.append(node)
    return tuple(_section(node) for node in roots)


def _depth_for(node: _Node, open_nodes: Sequence[_Node]) -> int:
    """How many of the open sections stay open above `node`."""
    if node.style is NumberingStyle.DECIMAL and (depth := _depth_by_prefix(node, open_nodes)) is not None:
        return depth
    for depth in range(len(open_nodes) - 1, -1, -1):
        other = open_nodes[depth]
        if other.style is node.style and other.shape == node.shape and other.style is not NumberingStyle.DECIMAL:
            return depth
    same_style = [depth for depth, other in enumerate(open_nodes) if other.style is node.style]
    if same_style and node.number != 1 and node.style is not NumberingStyle.DECIMAL:
        return same_style[-1]
    floor = same_style[-1] + 1 if same_style else 0
    depth = len(open_nodes)
    while depth > floor and _RANK[open_nodes[depth - 1].style] > _RANK[node.style] and not same_style:
        depth -= 1
    return depth


def _depth_by_prefix(node: _Node, open_nodes: Sequence[_Node]) -> int | None:
    """“3.1” stands under “3” (or beside an earlier “3.x”), wherever that is open."""
    prefix = node.parsed.mark.rpartition(".")[0]
    for depth in range(len(open_nodes) - 1, -1, -1):
        mark = open_nodes[depth].parsed.mark
        if mark == prefix:
            return depth + 1
        if open_nodes[depth].style is NumberingStyle.DECIMAL and mark.count(".") == node.parsed.mark.count("."):
            return depth
    return None


def _section(node: _Node) -> Section:
    heading, body = _heading_and_body(node)
    parsed = node.parsed
    customary = label_for(parsed.style, parsed.mark)
    return Section(
        mark=parsed.mark,
        style=parsed.style,
        heading=heading,
        body=body,
        paragraphs=tuple(node.paragraphs),
        children=tuple(_section(child) for child in node.children),
        written_label="" if parsed.label == customary else parsed.label,
    )


def _heading_and_body(node: _Node) -> tuple[str, str]:
    """A short line with something below it is a heading; “Mục đích: …” is a heading with its body on the line."""
    text = node.parsed.rest
    if node.style in (NumberingStyle.DASH, NumberingStyle.PLUS):
        return "", text
    if match := _HEADING_AND_BODY.match(text):
        return match["heading"], match["body"]
    followed = bool(node.children or node.paragraphs)
    is_heading = len(text) <= _LONGEST_HEADING and (followed or node.bold or node.style is NumberingStyle.ROMAN)
    return (text, "") if is_heading else ("", text)
