"""A person's browser on the running portal, and everything that goes wrong in it."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response

from tests.factories.accounts import PASSWORD

AXE = Path(__file__).parent / "vendor" / "axe" / "axe.min.js"
WCAG_LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Portal:
    """One browser page on the live server; remembers faults that no test expects."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.faults: list[str] = []
        page.on("pageerror", self._on_page_error)
        page.on("console", self._on_console)
        page.on("request", self._on_request)
        page.on("response", self._on_response)

    def open(self, path: str) -> Page:
        """Go to a path of the portal, which must answer well."""
        response = self.page.goto(self.address + path)
        assert response is not None and response.ok, f"{path}: {response and response.status}"
        return self.page

    def sign_in(self, username: str, password: str = PASSWORD) -> Page:
        """Sign in through the form, as a person does; ends on the home page."""
        self.open("/accounts/login/")
        self.fill_in_sign_in(username, password)
        self.page.wait_for_url(lambda url: "/accounts/login/" not in url)
        return self.page

    def fill_in_sign_in(self, username: str, password: str = PASSWORD) -> None:
        """Fill in and send the sign-in form that is shown."""
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", password)
        self.page.press("#id_password", "Enter")

    def sign_out(self) -> None:
        """Forget who was signed in, so that somebody else can be."""
        self.page.context.clear_cookies()

    def scrolls_sideways(self) -> bool:
        """True when the page is wider than the window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))

    def barriers(self) -> list[str]:
        """What axe-core finds against WCAG 2.2 AA on the page as it is now."""
        # Evaluated through the debugger, so the page's content security policy does not refuse it.
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("levels => axe.run(document, {runOnly: levels})", WCAG_LEVELS)["violations"]
        return [f"{each['id']} ({each['impact']}): {each['nodes'][0]['html']}" for each in found]

    def _on_page_error(self, error: Error) -> None:
        self.faults.append(f"script error: {error.message}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(f"content security policy: {message.text}")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and not request.url.startswith(self.address):
            self.faults.append(f"another host asked: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status}: {response.url}")
