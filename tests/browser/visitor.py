"""Somebody looking at pages, with an eye for what is wrong with each of them."""

from pathlib import Path

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what is wrong leaves the page: what axe-core passed is long, and nobody reads it.
RUN_AXE = """async rules =>
  (await axe.run(document, {runOnly: rules, resultTypes: ["violations"]})).violations"""
NARROWEST = 320


class Visitor:
    """A browser window in which every page that is looked at is checked.

    `visit` and `check` fail on an accessibility violation, on a page wider than a 320 pixel
    screen, and on anything the browser complained about: scripts, missing files, the content
    policy. Playwright's own page is `page`, for clicking and typing.
    """

    def __init__(self, page):
        self.page = page
        self.complaints = []
        self.is_offline = False
        # Sent once: with each page anew it would take a fifth of what checking a page takes.
        page.add_init_script(path=AXE)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("requestfailed", self._note_failed_request)

    def visit(self, path, status=200):
        """Go to an address, check what comes, and return the page."""
        response = self.page.goto(path, wait_until="load")
        assert response.status == status, f"{path} answered {response.status}"
        self.check()
        return self.page

    def go_offline(self, is_offline=True):
        """Take the network away, or give it back. Nothing that fails for want of it is a fault."""
        self.is_offline = is_offline
        self.page.context.set_offline(is_offline)
        self.complaints.clear()

    def check(self):
        """Check the page as it stands now, for instance after a form has been sent."""
        found = self.violations()
        if wide := self.overflow():
            found.append(f"{wide} pixels wider than a screen of {NARROWEST}")
        found.extend(self.complaints)
        assert not found, "\n".join([self.page.url, *found])

    def violations(self):
        """What axe-core finds: each broken rule with the elements that break it."""
        # Where no script of a page runs, this still does: the debugging protocol evaluates it.
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(AXE.read_text())
        return [
            f"{rule['id']}: {rule['help']}: " + "  ".join(node["html"] for node in rule["nodes"])
            for rule in self.page.evaluate(RUN_AXE, RULES)
        ]

    def overflow(self):
        """By how many pixels the page is wider than the narrowest screen."""
        size = self.page.viewport_size
        self.page.set_viewport_size({"width": NARROWEST, "height": size["height"]})
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        self.page.set_viewport_size(size)
        return wide

    def _listen(self, message):
        if message.type in {"error", "warning"} and not self._is_expected(message):
            self.complaints.append(message.text)

    def _is_expected(self, message):
        """Chromium reports a page answered 4xx as a failed resource; the tests ask for those."""
        is_lost = self.is_offline and "net::" in message.text
        is_the_page = message.location["url"] == self.page.url
        return message.text.startswith("Failed to load resource") and (is_lost or is_the_page)

    def _note_failed_request(self, request):
        # A click that leaves the page ends what was still loading; nobody misses that.
        if not self.is_offline and "ERR_ABORTED" not in (request.failure or ""):
            self.complaints.append(f"{request.url}: {request.failure}")
