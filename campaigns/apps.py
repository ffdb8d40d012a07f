from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Phong trào thi đua"

    def ready(self) -> None:
        from campaigns import policies  # noqa: F401  (registers who may do what)
        from campaigns.selectors import tasks  # noqa: F401  (registers the figures of tasks)
