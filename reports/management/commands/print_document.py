"""`manage.py print_document KIND REFERENCE --output FILE`: any official document as PDF."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import DomainError
from reports.documents import catalogue, html, printable
from reports.pdf import renderer

HELP = """In một văn bản ra tệp PDF theo Nghị định 30/2020/NĐ-CP.

Loại văn bản và cách ghi tham chiếu:
  ke-hoach    mã phong trào, ví dụ hoai-nhon-2026-2030 (in bản mới nhất)
  thong-bao   <mã phong trào>/<năm>, ví dụ hoai-nhon-2026-2030/2026
  bao-cao     <mã phong trào>/<năm>
  quyet-dinh  số và ký hiệu (12/QĐ-TTYT) hoặc mã bản ghi
  giay-khen   mã xác nhận in trên giấy, hoặc mã bản ghi

Quyết định và giấy khen mang mã QR khi biến môi trường PUBLIC_URL ghi địa chỉ của cổng.
"""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", metavar="KIND", help=f"loại văn bản: {', '.join(printable.LABELS)}")
        parser.add_argument("reference", metavar="REFERENCE", help="văn bản nào (xem trên)")
        parser.add_argument("--output", metavar="FILE", required=True, type=Path, help="tệp PDF sẽ ghi")

    def handle(self, *args: Any, **options: Any) -> None:
        day = timezone.localdate()
        try:
            item = catalogue.by_reference(options["kind"], options["reference"], day=day)
            path = item.confirmation_path
            url = f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL and path else ""
            content = renderer.render(html.page(catalogue.build(item, day=day, verification_url=url)))
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        try:
            options["output"].write_bytes(content)
        except OSError as error:
            raise CommandError(
                f"Không ghi được tệp “{options['output']}”. Kiểm tra thư mục có sẵn và được phép ghi."
            ) from error
        self.stdout.write(f"Đã in {item.label.lower()} “{item.name}” ra {options['output']}.")
