"""Evidence files of the demonstration: real PDFs, drawn without any system library."""

from collections.abc import Sequence
from io import BytesIO

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

FONT = settings.BASE_DIR / "static" / "fonts" / "LiberationSerif-Regular.ttf"
BOLD = settings.BASE_DIR / "static" / "fonts" / "LiberationSerif-Bold.ttf"
# A4 at 72 dots an inch: small files that are still legible on a screen.
WIDTH, HEIGHT, MARGIN = 595, 842, 60
LINE = 20


def pdf(title: str, issuer: str, pages: Sequence[Sequence[str]]) -> BytesIO:
    """A PDF with one page for each list of lines, headed by issuer and title."""
    images = [_page(title, issuer, lines, number, len(pages)) for number, lines in enumerate(pages, start=1)]
    target = BytesIO()
    images[0].save(target, format="PDF", save_all=True, append_images=images[1:], resolution=72, title=title)
    target.seek(0)
    return target


def _page(title: str, issuer: str, lines: Sequence[str], number: int, total: int) -> Image.Image:
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(image)
    text, strong = ImageFont.truetype(FONT, 13), ImageFont.truetype(BOLD, 14)
    draw.text((MARGIN, MARGIN), issuer.upper(), font=ImageFont.truetype(BOLD, 12), fill=0)
    draw.text((WIDTH / 2, MARGIN + 44), title, font=strong, fill=0, anchor="ma")
    for row, line in enumerate(lines):
        draw.text((MARGIN, MARGIN + 90 + row * LINE), line, font=text, fill=0)
    draw.text((WIDTH / 2, HEIGHT - 40), f"Trang {number}/{total}", font=text, fill=0, anchor="ma")
    return image
