"""A small OpenID Connect provider: real HTTP on a port of its own, a real RSA key."""

import base64
import hashlib
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

CLIENT, SECRET = "liaison", "between the two of us"
KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": "one"}) for _key in range(2))


@dataclass
class Provider:
    """What it says of whoever comes; a test changes `claims` to make it lie."""

    issuer: str = ""
    signing_key: RSAKey = field(default_factory=lambda: KEY)
    claims: dict = field(default_factory=dict)
    asked: dict = field(default_factory=dict)
    described: dict = field(default_factory=dict)
    codes: set = field(default_factory=set)

    def __call__(self, environ, start_response):
        request = Request(environ)
        answers = {
            "/.well-known/openid-configuration": self.describe,
            "/authorize": self.authorize,
            "/token": self.token,
            "/keys": self.keys,
        }
        return answers[request.path](request)(environ, start_response)

    def describe(self, _request):
        return as_json(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
            | self.described
        )

    def authorize(self, request):
        """The person agrees at once."""
        self.asked = request.args.to_dict()
        assert self.asked["response_type"] == "code"
        assert self.asked["code_challenge_method"] == "S256"
        self.codes.add("a-code")
        back = {"code": "a-code", "state": self.asked["state"]}
        location = f"{self.asked['redirect_uri']}?{urlencode(back)}"
        return Response(status=302, headers={"Location": location})

    def token(self, request):
        form = request.form
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        is_right = (
            form["code"] in self.codes
            and challenge == self.asked["code_challenge"]
            and form["redirect_uri"] == self.asked["redirect_uri"]
            and (form["client_id"], form["client_secret"]) == (CLIENT, SECRET)
        )
        if not is_right:
            return Response(status=400)
        self.codes.discard(form["code"])
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "person-7",
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked["nonce"],
        } | self.claims
        header = {"alg": "RS256", "kid": "one"}
        return as_json({"id_token": jwt.encode(header, claims, self.signing_key)})

    def keys(self, _request):
        return as_json({"keys": [KEY.as_dict(private=False)]})


def as_json(answer):
    return Response(json.dumps(answer), mimetype="application/json")


@contextmanager
def open_provider():
    """Serve until the block ends."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, provider)
    provider.issuer = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
