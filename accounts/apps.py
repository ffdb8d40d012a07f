from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Tài khoản"

    def ready(self) -> None:
        from accounts import (
            middleware,
            policies,  # noqa: F401  (registers who may do what)
        )
        from core.list_again import Surroundings, carries

        carries(Surroundings(middleware.kept_scope, middleware.give_scope, middleware.rights_still_hold))
