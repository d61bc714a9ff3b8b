"""The language in an address: a prefix that moves into SCRIPT_NAME, so that every link keeps it."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from liaison.i18n import PREFIX


class LanguagePrefix:
    """WSGI middleware: `/es/events` becomes `/events` mounted below `/es`."""

    def __init__(self, app: WSGIApplication, tags: Iterable[str]) -> None:
        self.app = app
        self.tags = frozenset(tags)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        head, _slash, rest = environ.get("PATH_INFO", "").removeprefix("/").partition("/")
        if head in self.tags:
            environ[PREFIX] = head
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{head}"
            environ["PATH_INFO"] = f"/{rest}"
        return self.app(environ, start)
