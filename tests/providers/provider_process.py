"""A provider of its own process (oidc-provider-mock), stricter in one thing and laxer in the others.

It holds to the proof key (RFC 7636) and to the client's name and secret. But it takes a code as often as it comes, and
a user's claim ``sent`` lets it send the token as an attacker would: so that it is this service which refuses.
``python provider_process.py PORT``.
"""

import base64
import hashlib
import hmac
import json
import sys
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlsplit

import oidc_provider_mock
from flask import Response, jsonify, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.datastructures import Authorization
from werkzeug.serving import run_simple

app = oidc_provider_mock.app(require_nonce=True)
challenges: dict[str, str] = {}
answers: dict[str, str] = {}
other_key = RSAKey.generate_key(2048)


def letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def read(part: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=="))
    return found


def unsigned(head: dict[str, Any], payload: str) -> str:
    return f"{letters(json.dumps(head | {'alg': 'none'}).encode())}.{payload}."


def by_secret(head: dict[str, Any], payload: str) -> str:
    """Signed with what the client knows too (HS256)."""
    text = f"{letters(json.dumps(head | {'alg': 'HS256'}).encode())}.{payload}"
    return f"{text}.{letters(hmac.digest(b'a secret', text.encode(), 'sha256'))}"


def by_other_key(head: dict[str, Any], payload: str) -> str:
    """Signed with another key, under the name of the provider's own."""
    return jwt.encode(head, read(payload), other_key)


WAYS = {"unsigned": unsigned, "by_secret": by_secret, "by_other_key": by_other_key}


@app.before_request
def holds_the_proof_key() -> Any:
    if request.path != "/oauth2/token":
        return None
    code, verifier = request.form.get("code", ""), request.form.get("code_verifier", "")
    made = letters(hashlib.sha256(verifier.encode()).digest())
    secret = unquote_plus((request.authorization or Authorization("basic")).password or "")
    if secret != "a secret":
        return jsonify(error="invalid_client"), 401
    if challenges.get(code) != made:
        return jsonify(error="invalid_grant"), 400
    return Response(answers[code], mimetype="application/json") if code in answers else None


@app.after_request
def keep_or_change(answer: Response) -> Response:
    if request.path == "/oauth2/authorize" and "code=" in answer.headers.get("Location", ""):
        code = parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]
        challenges[code] = request.args.get("code_challenge", "")
    if request.path == "/oauth2/token" and answer.status_code == 200:
        body = answer.get_json()
        head, payload, _ = body["id_token"].split(".")
        sent = read(payload).get("sent")
        if sent == "fails":
            return Response("out of order", 500)
        if sent in WAYS:
            body["id_token"] = WAYS[sent](read(head), payload)
        answers[request.form["code"]] = json.dumps(body)
        answer.set_data(answers[request.form["code"]])
    return answer


run_simple("127.0.0.1", int(sys.argv[1]), app, threaded=True)
