"""What a chart shows, worked out to percentages, so that templates only draw.

Each chart has a title, one sentence saying what it means, and numbers already written in Vietnamese. The same markup
serves page and PDF: geometry is in SVG attributes (percentages and pixels), never in ``style``.
"""

from core.charts.bars import Bar, BarChart
from core.charts.bullets import Bullet, BulletChart, Sparkline
from core.charts.heat import HeatCell, HeatMap, HeatRow, heat_step
from core.charts.histogram import Bin, Histogram
from core.charts.lines import LineChart, Series
from core.charts.scale import TONE_COLOURS, Number, round_step, share

__all__ = [
    "Bar",
    "BarChart",
    "Bin",
    "Bullet",
    "BulletChart",
    "HeatCell",
    "HeatMap",
    "HeatRow",
    "Histogram",
    "LineChart",
    "Number",
    "Series",
    "Sparkline",
    "TONE_COLOURS",
    "heat_step",
    "round_step",
    "share",
]
