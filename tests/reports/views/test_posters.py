"""Posters: a page for each service point, with a QR code that a phone can read."""

import io
import itertools
import re
import subprocess
from pathlib import Path
from typing import Any

import pypdf
import pytest
import zxingcpp
from django.test import Client
from PIL import Image

from accounts.roles import RoleCode
from tests.factories.accounts import user_with
from tests.factories.world import World
from tests.indicators.answering import open_point, open_survey

pytestmark = pytest.mark.django_db
A4, A5 = (595, 842), (420, 595)


def codes_of(pdf: bytes, folder: Path) -> list[str]:
    """What a camera reads from each page."""
    (folder / "posters.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "60", "-png", "posters.pdf", "page"], cwd=folder, check=True)
    pages = sorted(folder.glob("page*.png"))
    return [zxingcpp.read_barcodes(Image.open(page))[0].text for page in pages]


Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points."""


def boxes_of(pdf: bytes, folder: Path) -> list[Box]:
    """Where each word of the first page stands, and its QR code."""
    (folder / "posters.pdf").write_bytes(pdf)
    subprocess.run(["pdftotext", "-bbox", "-l", "1", "posters.pdf", "words.html"], cwd=folder, check=True)
    words = re.findall(
        r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">', (folder / "words.html").read_text()
    )
    subprocess.run(["pdftoppm", "-r", "72", "-png", "-singlefile", "posters.pdf", "page"], cwd=folder, check=True)
    code = zxingcpp.read_barcodes(Image.open(folder / "page.png"))[0].position
    corners: Box = (code.top_left.x, code.top_left.y, code.bottom_right.x, code.bottom_right.y)
    return [corners, *((float(a), float(b), float(c), float(d)) for a, b, c, d in words)]


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes cover each other by more than the air of a line of print (3 points)."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 3 and down > 3


@pytest.fixture
def survey(world: World) -> Any:
    survey = open_survey(centre=world.centre)
    open_point(survey, unit=world.surgery, name="Quầy số 1", position=1)
    open_point(survey, unit=world.pharmacy, name="Quầy thuốc", position=2)
    return survey


@pytest.fixture
def office(client: Client, world: World) -> Client:
    client.force_login(user_with(RoleCode.OFFICE, world.centre), "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(("size", "paper"), [("a4", A4), ("a5", A5)])
def test_every_point_has_a_page_with_its_address(
    office: Client, survey: Any, size: str, paper: tuple[int, int], tmp_path: Path
) -> None:
    told = office.get(f"/so-lieu/khao-sat/{survey.pk}/ap-phich.pdf?kho={size}")

    assert told["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(told.content)).pages
    points = list(survey.points.order_by("position"))
    assert len(pages) == len(points)
    for page, point in zip(pages, points, strict=True):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == paper
        text = " ".join(page.extract_text().split())
        assert point.name in text
        assert point.unit.name in text
        assert f"testserver/ks/{point.token}/" in text
    assert codes_of(told.content, tmp_path) == [f"http://testserver/ks/{point.token}/" for point in points]


def test_one_point_alone_and_the_address_from_outside(
    office: Client, survey: Any, settings: Any, tmp_path: Path
) -> None:
    settings.PUBLIC_URL = "https://thidua.example.vn"
    point = survey.points.last()

    told = office.get(f"/so-lieu/khao-sat/{survey.pk}/ap-phich.pdf?diem={point.pk}")

    assert codes_of(told.content, tmp_path) == [f"https://thidua.example.vn/ks/{point.token}/"]


@pytest.mark.parametrize("asked", ["?kho=a3", "?diem=0", "?diem=x"])
def test_what_is_not_there_is_not_found(office: Client, survey: Any, asked: str) -> None:
    assert office.get(f"/so-lieu/khao-sat/{survey.pk}/ap-phich.pdf{asked}").status_code == 404


def test_another_centre_finds_nothing(client: Client, world: World, survey: Any) -> None:
    foreign = user_with(RoleCode.OFFICE, world.other_centre)
    client.force_login(foreign, "django.contrib.auth.backends.ModelBackend")

    assert client.get(f"/so-lieu/khao-sat/{survey.pk}/ap-phich.pdf").status_code == 404


@pytest.mark.parametrize("size", ["a4", "a5"])
def test_long_names_do_not_lie_on_the_code_or_on_each_other(
    office: Client, survey: Any, settings: Any, size: str, tmp_path: Path
) -> None:
    settings.PUBLIC_URL = "https://thidua.trungtamytekhuvucvungcao.soyte.gialai.gov.vn"
    survey.title = "Khảo sát sự hài lòng của người dân đối với việc giải quyết thủ tục hành chính " * 2
    survey.save()
    point = survey.points.first()
    point.name = "Bàn tiếp nhận và trả kết quả theo cơ chế một cửa, một cửa liên thông tại tầng 1 nhà A2, cổng số 3"
    point.save()
    point.unit.name = "Khoa Kiểm soát bệnh tật - HIV/AIDS - Y tế công cộng - An toàn thực phẩm và Dinh dưỡng cộng đồng"
    point.unit.save()

    told = office.get(f"/so-lieu/khao-sat/{survey.pk}/ap-phich.pdf?kho={size}")

    assert len(pypdf.PdfReader(io.BytesIO(told.content)).pages) == survey.points.count()
    boxes = boxes_of(told.content, tmp_path)
    assert len(boxes) > 60
    assert [pair for pair in itertools.combinations(boxes, 2) if overlap(*pair)] == []
