"""Signing in through the city's identity provider (OpenID Connect, code flow with PKCE)."""

import base64
import hashlib
import logging
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy import select

from liaison.accounts.models import User, UserState
from liaison.accounts.queries import find_user_by_email
from liaison.audit.operations import record
from liaison.clock import now
from liaison.config import Settings
from liaison.db import db
from liaison.errors import LiaisonError
from liaison.permissions import Actor

log = logging.getLogger(__name__)
SECONDS = 10  # before we give up on the provider
LEEWAY = 120  # seconds by which its clock may differ
ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "RS512", "ES384"]  # keys it publishes, no secrets
SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "sms", "swk"})  # RFC 8176


class IdentityNotProven(LiaisonError):
    """The provider did not answer as agreed, or the answer is not meant for us."""


class IdentityUnknown(LiaisonError):
    """The provider vouches for somebody who has no account here."""


@dataclass(frozen=True)
class Journey:
    """What this browser takes along to the provider and must bring back."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Identity:
    """Whom the provider vouches for. `email` only if the provider says that it is verified."""

    subject: str
    email: str | None
    has_second_factor: bool


def is_configured(settings: Settings) -> bool:
    return bool(settings.oidc_issuer and settings.oidc_client_id)


def start_journey() -> Journey:
    return Journey(*(secrets.token_urlsafe(32) for _part in range(3)))


def departure(settings: Settings, journey: Journey, *, back: str) -> str:
    """The provider's address to send the browser to. Raises IdentityNotProven."""
    with _client() as client:
        provider = _discover(client, settings)
    challenge = hashlib.sha256(journey.verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": settings.oidc_client_id,
        "redirect_uri": back,
        "scope": "openid email",
        "state": journey.state,
        "nonce": journey.nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    address: str = provider["authorization_endpoint"]
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(query)}"


def arrival(settings: Settings, journey: Journey, *, code: str, back: str) -> Identity:
    """Trade the code for a signed statement of who it is. Raises IdentityNotProven."""
    with _client() as client:
        provider = _discover(client, settings)
        answer = _json(
            client.post,
            provider["token_endpoint"],
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": back,
                "client_id": settings.oidc_client_id,
                "client_secret": settings.oidc_client_secret,
                "code_verifier": journey.verifier,
            },
        )
        keys = _json(client.get, provider["jwks_uri"])
    claims = _read_statement(settings, journey, str(answer.get("id_token", "")), keys)
    methods = claims.get("amr") or []
    is_verified = claims.get("email_verified") is True
    return Identity(
        subject=f"{settings.oidc_issuer} {claims['sub']}",
        email=str(claims.get("email", "")).lower() or None if is_verified else None,
        has_second_factor=isinstance(methods, list) and bool(SECOND_FACTORS & set(methods)),
    )


def match_user(identity: Identity) -> User:
    """The user an identity belongs to, tied to it from the first time on.

    Raises IdentityUnknown: accounts are made by invitation, never by signing in.
    """
    user = db.session.scalar(
        select(User).where(
            User.identity_subject == identity.subject, User.state == UserState.ACTIVE
        )
    )
    if user is not None:
        return user
    user = find_user_by_email(identity.email) if identity.email else None
    if user is None or user.state is not UserState.ACTIVE or user.identity_subject:
        raise IdentityUnknown
    user.identity_subject = identity.subject
    record(Actor(user_id=user.id, name=user.name), "link_identity", user)
    return user


def _client() -> httpx.Client:
    return httpx.Client(timeout=SECONDS, headers={"Accept": "application/json"})


def _json(send: Any, address: str, **options: Any) -> dict[str, Any]:
    try:
        response = send(_checked(address), **options)
        response.raise_for_status()
        answer = response.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as fault:
        log.warning("the identity provider failed: %s", fault)
        raise IdentityNotProven from fault
    if not isinstance(answer, dict):
        raise IdentityNotProven
    return answer


def _checked(address: str) -> str:
    """Secrets travel by HTTPS, or do not leave this machine."""
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        log.warning("the identity provider's address is not https: %s", address)
        raise IdentityNotProven
    return address


def _discover(client: httpx.Client, settings: Settings) -> dict[str, Any]:
    issuer = settings.oidc_issuer
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    provider = _json(client.get, address)
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if provider.get("issuer") != issuer or not all(provider.get(name) for name in needed):
        log.warning("the identity provider describes itself as %r", provider.get("issuer"))
        raise IdentityNotProven
    return provider


def _read_statement(
    settings: Settings, journey: Journey, statement: str, keys: dict[str, Any]
) -> dict[str, Any]:
    """The claims, when the signature is the provider's and they are meant for this journey."""
    rules = jwt.JWTClaimsRegistry(
        now=lambda: int(now().timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": settings.oidc_issuer},
        aud={"essential": True, "value": settings.oidc_client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": journey.nonce},
    )
    try:
        token = jwt.decode(
            statement, KeySet.import_key_set({"keys": keys["keys"]}), algorithms=ALGORITHMS
        )
        rules.validate(token.claims)
    except (JoseError, KeyError, ValueError, TypeError) as fault:
        log.warning("the identity provider's statement was refused: %s", fault)
        raise IdentityNotProven from fault
    claims: dict[str, Any] = token.claims
    if claims.get("azp", settings.oidc_client_id) != settings.oidc_client_id:
        raise IdentityNotProven
    return claims
