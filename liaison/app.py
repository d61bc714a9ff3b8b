"""create_app(): the features, and the registries they fill."""

import gc
import importlib
import os
from collections.abc import Iterator
from functools import partial
from pkgutil import walk_packages
from types import ModuleType

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from liaison import files, i18n, jobs, mail
from liaison.audit.operations import record_refusal
from liaison.city.queries import CitySettings, find_city_settings
from liaison.config import Settings, read_settings, resource_folder
from liaison.db import db
from liaison.extensions import babel, csrf, login_manager
from liaison.home.views.desk import register_panels
from liaison.indicators.figures import register_figures
from liaison.web import errors, guards, headers, pages, transactions
from liaison.web.language_prefix import LanguagePrefix

FEATURES = (
    *("audit", "city", "places", "accounts", "people", "programs", "demographics", "liaisons"),
    *("events", "training", "contacts", "worksheets", "evaluation", "home"),
)
PARTS = frozenset({"models", "operations", "views", "figures", "jobs"})  # files or folders


def create_app(settings: Settings | None = None) -> Flask:
    """The application, for these settings or those of the environment."""
    settings = settings or read_settings(os.environ)
    app = Flask(
        "liaison",
        template_folder=str(resource_folder("templates")),
        static_folder=str(resource_folder("static")),
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},  # a fault in the log names no values
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1024 * 1024,
        SESSION_COOKIE_SECURE=settings.behind_https,
        SESSION_COOKIE_SAMESITE="Lax",
        BABEL_TRANSLATION_DIRECTORIES=str(resource_folder("translations")),
        WTF_CSRF_TIME_LIMIT=None,  # a form left open over lunch still works
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,  # the names of assets change with their content
    )
    app.extensions |= {"liaison.settings": settings, "liaison.files": files.open_store(settings)}
    transport, texts = mail.open_transport(settings), mail.open_texts(settings)
    send_mail = partial(mail.send_all_waiting, transport, sender=settings.mail_from, texts=texts)
    jobs.tie_to(app, settings, send_mail=send_mail)
    for extension in (db, csrf, login_manager):
        extension.init_app(app)
    babel.init_app(app, locale_selector=i18n.choose_locale, timezone_selector=i18n.choose_time_zone)
    transactions.tie_to(app)
    guards.tie_to(app, on_refusal=record_refusal)
    headers.tie_to(app)
    errors.tie_to(app)
    pages.tie_to(app, load_city=lambda: find_city_settings() or CitySettings(settings.city_name))
    for module in _parts():
        if hasattr(module, "blueprint"):
            app.register_blueprint(module.blueprint)
        if module.__name__.split(".")[2] == "figures":
            register_figures(getattr(module, "figures", ()))
        register_panels(getattr(module, "panels", ()))
    hops, inner = settings.proxies, LanguagePrefix(app.wsgi_app, settings.languages)
    app.wsgi_app = ProxyFix(inner, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Flask's way to add middleware
    gc.freeze()  # all this stays: to look for garbage in it keeps a visitor waiting 0.2 s
    return app


def _parts() -> Iterator[ModuleType]:
    for feature in FEATURES:
        package = importlib.import_module(f"liaison.{feature}")
        for found in walk_packages(package.__path__, f"{package.__name__}."):
            if found.name.split(".")[2] in PARTS:
                yield importlib.import_module(found.name)
