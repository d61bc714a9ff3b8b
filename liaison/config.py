"""Settings from the environment, typed and validated at start. No logic beyond that.

Every setting is an environment variable named `LIAISON_<FIELD>`; docs/deployment.md lists them all.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LANGUAGES = ("en", "es", "zh-Hans", "vi", "ar")


class SettingsError(ValueError):
    """A setting is missing or wrong; the message says which and what to write instead."""


def resource_folder(name: str) -> Path:
    """Absolute path of templates, static, translations or migrations.

    In a checkout they stand beside the package; the built wheel carries them inside it.
    """
    package = Path(__file__).resolve().parent
    packed = package / "_resources" / name
    return packed if packed.is_dir() else package.parent / name


@dataclass(frozen=True)
class Settings:
    """One value per setting. Paths are absolute, durations in the unit their name ends in."""

    data_dir: Path = Path("instance")
    database_url: str = ""
    secret_key: str = field(default="", repr=False)
    base_url: str = "http://127.0.0.1:8000"
    city_name: str = "Demo City"
    time_zone: str = "America/New_York"
    country: str = "US"  # whose telephone numbers are written without a country code
    languages: tuple[str, ...] = LANGUAGES
    behind_https: bool = False
    proxies: int = 0
    session_hours: int = 12
    max_upload_mb: int = 20
    redis_url: str = ""
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "liaison@localhost"
    text_gateway_url: str = field(default="", repr=False)  # it may carry name and password
    text_gateway_token: str = field(default="", repr=False)
    text_gateway_fields: tuple[str, ...] = ("to", "from", "text")
    text_gateway_form: bool = False
    text_from: str = ""
    s3_bucket: str = ""
    s3_endpoint: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    require_second_factor: bool = False

    def zone(self) -> ZoneInfo:
        """The city's time zone."""
        return ZoneInfo(self.time_zone)

    def sends_texts(self) -> bool:
        """Do text messages reach anybody? Where mail goes into files, they do so as well."""
        return bool(self.text_gateway_url) or not self.smtp_url


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read and validate. Raises SettingsError with a line a person can act on."""
    values: dict[str, object] = {}
    for setting in fields(Settings):
        text = environment.get(f"LIAISON_{setting.name.upper()}")
        if text is not None:
            values[setting.name] = _parse(setting.name, text, setting.default)
    folder = Path(str(values.get("data_dir", Settings.data_dir))).resolve()
    values["data_dir"] = folder
    values.setdefault("database_url", f"sqlite:///{folder / 'liaison.sqlite3'}")
    values.setdefault("secret_key", _kept_secret(folder))
    settings = Settings(**values)  # type: ignore[arg-type]  # each value was parsed to its field's type
    _validate(settings)
    return settings


def _parse(name: str, text: str, default: object) -> object:
    try:
        if isinstance(default, bool):
            return {"1": True, "true": True, "0": False, "false": False, "": False}[text.lower()]
        if isinstance(default, int):
            return int(text)
    except (KeyError, ValueError):
        kind = "1 or 0" if isinstance(default, bool) else "a whole number"
        raise SettingsError(f"LIAISON_{name.upper()} must be {kind}, not {text!r}.") from None
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return Path(text) if isinstance(default, Path) else text


def _validate(settings: Settings) -> None:
    if len(settings.secret_key) < 16:
        raise SettingsError("LIAISON_SECRET_KEY must have at least 16 characters.")
    try:
        settings.zone()
    except (ZoneInfoNotFoundError, ValueError):
        raise SettingsError(
            f"LIAISON_TIME_ZONE must be a name like America/New_York, not {settings.time_zone!r}."
        ) from None
    if not (
        len(settings.country) == 2 and settings.country.isalpha() and settings.country.isupper()
    ):
        raise SettingsError(
            f"LIAISON_COUNTRY must be two capital letters like US, not {settings.country!r}."
        )
    if len(settings.text_gateway_fields) != 3:
        raise SettingsError(
            "LIAISON_TEXT_GATEWAY_FIELDS must name three fields: of the receiver, the sender and "
            "the text, such as to,from,text."
        )
    unknown = [tag for tag in settings.languages if tag not in LANGUAGES]
    if unknown or "en" not in settings.languages:
        raise SettingsError(
            f"LIAISON_LANGUAGES must hold en and may hold {', '.join(LANGUAGES[1:])}."
        )


def _kept_secret(folder: Path) -> str:
    """A secret made once and kept beside the embedded database, so that nothing must be set up."""
    kept = folder / "secret_key"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        kept.write_text(secrets.token_urlsafe(48), encoding="ascii")
        kept.chmod(0o600)
    return kept.read_text(encoding="ascii").strip()
