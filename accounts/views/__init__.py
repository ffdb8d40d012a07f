"""Pages of the app; the lockout page is named in the settings."""

from accounts.views.session import locked_out

__all__ = ["locked_out"]
