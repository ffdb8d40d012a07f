from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        from reports import policies  # noqa: F401  (registers who may do what)
        from reports.services import keeping  # noqa: F401  (listens to signed decisions and issued certificates)
