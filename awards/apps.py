from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = "Khen thưởng"

    def ready(self) -> None:
        from awards import policies  # noqa: F401  (registers who may do what)
        from awards.selectors import (
            initiative_figures,  # noqa: F401  (registers the figures of initiatives)
            ledger,  # noqa: F401  (registers what is known of nominations and the council)
        )
