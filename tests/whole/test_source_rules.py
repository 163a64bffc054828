"""What must not stand anywhere in the source, and which routes must not exist."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from auth.access_marks import mark_of

pytestmark = pytest.mark.pure
ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("auth", "casework", "panels", "inputs", "wall", "wording")
FORBIDDEN = {
    "pickle": "opens what runs",
    "marshal": "opens what runs",
    "shelve": "opens what runs",
    "subprocess": "starts a shell",
    "telnetlib": "speaks in clear",
    "ftplib": "speaks in clear",
    "xml.etree": "follows entities",
    "xml.sax": "follows entities",
    "xml.dom": "follows entities",
}
CALLS = {"eval", "exec", "compile", "__import__", "render_template_string", "from_string", "Markup", "system", "popen"}
FETCHES = {"httpx", "requests", "urllib.request", "aiohttp", "urllib3"}
MAY_FETCH = {"auth/encryption/root_vault.py", "auth/encryption/root_aws.py", "auth/providers/outside.py"}
"""The root key's provider, at the address that the operator sets; and an agency's identity provider, at the issuer that
two administrators set and at hosts that they named. Nothing else fetches anything."""
REVIEWED: set[str] = set()
"""Templates in which somebody has looked at what is marked as safe."""
MADE_OF_OUR_FILES = {"casework/letters/words.py"}
"""Makes templates of the letters' words, which are files of the source and are checked at the start."""
WEAK = {"random", "choice", "choices", "randint", "randrange", "sample", "shuffle", "uniform"}


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in [*ROOT.glob("*.py"), *(file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py"))]:
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_source_would_run_data_start_a_shell_or_fetch_an_address() -> None:
    """AC 57."""
    wrong = []
    for path, tree in trees():
        found = set(imports(tree))
        wrong += [f"{path}: {name} {why}" for name, why in FORBIDDEN.items() if name in found]
        wrong += [f"{path} fetches by {name}" for name in FETCHES & found if path not in MAY_FETCH]
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and path not in MADE_OF_OUR_FILES:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                wrong += [f"{path}:{node.lineno} calls {name}"] if name in CALLS and _is_bare(node, name) else []
                shell = any(word.arg == "shell" for word in node.keywords)
                wrong += [f"{path}:{node.lineno} uses a shell"] if shell else []
    assert not wrong, "\n".join(wrong)


def _is_bare(node: ast.Call, name: str) -> bool:
    """``re.compile`` compiles no code."""
    return not (isinstance(node.func, ast.Attribute) and name == "compile")


def test_something_secret_would_be_drawn_from_a_weak_source() -> None:
    wrong = []
    for path, tree in trees():
        drawn = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in WEAK)
        wrong += [f"{path}:{node.lineno}" for node in drawn if getattr(node.value, "id", "") == "random"]
    assert not wrong, "\n".join(wrong)


def test_a_template_would_mark_something_as_safe_without_being_read() -> None:
    marked = {
        path.relative_to(ROOT).as_posix(): path.read_text().count("| safe") + path.read_text().count("|safe")
        for path in (ROOT / "templates").rglob("*.html")
    }
    assert {path for path, count in marked.items() if count} == REVIEWED


STORES = ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "caches.", "serviceWorker")
PASTES = ("onpaste", "'paste'", '"paste"', "clipboardData", "beforeinput")


def test_a_script_would_keep_something_in_the_browser_or_stop_pasting() -> None:
    """ASVS 14.3.3, 6.2.7. Of what we take from elsewhere one part keeps something (which sections stand open), and no
    page of ours has it."""
    scripts = {path.name: path.read_text() for path in (ROOT / "static" / "src" / "js").glob("*.js")}
    assert len(scripts) > 5
    assert not [f"{name}: {word}" for name, text in scripts.items() for word in (*STORES, *PASTES) if word in text]
    pages = {path.name: path.read_text() for path in (ROOT / "templates").rglob("*.html")}
    assert not [name for name, text in pages.items() if "accordion" in text or "onpaste" in text or "oninput" in text]
    boxes = [text for text in pages.values() if 'type="password"' in text or "type='password'" in text]
    assert len(boxes) == 1, "every password is typed into the one box that masks it"
    assert 'autocomplete="{{ options.autocomplete or "current-password" }}"' in boxes[0]


def test_a_route_would_act_as_somebody_else_or_send_a_code_by_mail(whole_app: Flask) -> None:
    """AC 14; ASVS 6.6.1: there is no signing in as another, and no code by text message or e-mail."""
    words = ("impersonat", "login-as", "login_as", "sudo", "switch-user", "act-as", "sms", "magic", "mail-code")
    rules = [rule.rule for rule in whole_app.url_map.iter_rules()]
    assert not [rule for rule in rules for word in words if word in rule.casefold()]
    assert not [rule for rule in rules if rule.startswith(("/api", "/debug", "/console", "/metrics", "/graphql"))]
    public = {rule.rule for rule in whole_app.url_map.iter_rules() if rule.endpoint != "static"}
    public = {
        rule.rule
        for rule in whole_app.url_map.iter_rules()
        if rule.rule in public and mark_of(whole_app, rule.endpoint) == "public"
    }
    assert not [rule for rule in public if rule.startswith(("/cases", "/admin", "/audit", "/meetings", "/triage"))]


def test_debug_would_be_possible_in_an_application_that_was_made(whole_app: Flask) -> None:
    assert whole_app.debug is False
    assert whole_app.config["SECRET_KEY"]
    assert len(whole_app.config["SECRET_KEY"]) >= 32
    assert whole_app.jinja_env.autoescape is not False
