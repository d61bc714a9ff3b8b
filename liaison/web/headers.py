"""Security headers. A test compares the whole strings, so that nobody widens them unnoticed."""

from flask import Flask, Response, current_app, request

_SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
POLICY = "; ".join(f"{kind} {source}" for kind, source in _SOURCES.items())
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(self), geolocation=(self)",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
A_YEAR = 31_536_000


def _add(response: Response) -> Response:
    response.headers.update(HEADERS)
    if current_app.extensions["liaison.settings"].behind_https:
        response.headers["Strict-Transport-Security"] = f"max-age={A_YEAR}"
    if request.endpoint == "static":
        response.cache_control.public = True
    elif "Cache-Control" not in response.headers:
        # pages change with the reader and the language; nothing between may keep them
        response.headers["Cache-Control"] = (
            "no-store" if "Cookie" in request.headers else "no-cache"
        )
        response.headers["Vary"] = "Cookie, Accept-Language"
    return response


def tie_to(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(_add)
