"""Floor 5: the only place that knows every part. ``create_app(settings)`` puts the house together."""

import uuid
from hashlib import blake2b
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, Response, g, request
from flask_talisman import Talisman
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader, StrictUndefined
from whitenoise import WhiteNoise

import faults
import serving
from auth import access_marks, alerts, conditions, foreign_fields, once, telling
from auth import commands as auth_commands
from auth.access_log import file_views as access_log_views
from auth.accounts import leaving, sight
from auth.accounts import views as accounts_views
from auth.accounts.leaving import end_those_past
from auth.accounts.sharing import remind_of_agreements
from auth.accounts.unused import look_after_unused
from auth.accounts.vetting import remind_of_vetting
from auth.current import CLOSED_PANELS
from auth.encryption import unreadable
from auth.encryption.keyring import EXTENSION, Keyring
from auth.encryption.models import PanelKey
from auth.encryption.root import WrongRootKey, read_or_make_secret
from auth.encryption.root_choice import root_key_of
from auth.inquiry import facts as inquiry_facts
from auth.inquiry import views as inquiry_views
from auth.inquiry.counting import count_daily
from auth.ledger import views as ledger_views
from auth.ledger.daily import check_daily
from auth.ledger.expiry import look_after as look_after_the_log
from auth.panel_facts import EXTENSION as PANEL_FACTS
from auth.panel_facts import PanelFacts
from auth.providers import admin_views as provider_settings_views
from auth.providers import views as providers_views
from auth.providers.expiry import remind_of_secrets
from auth.recertification import views as recertification_views
from auth.recertification.service import remind as remind_of_roles
from auth.sign_in import again, kept_forms, own_views, passkey_views, sessions
from auth.sign_in import views as sign_in_views
from auth.sign_in.clearing import erase_what_is_past
from casework.actions import views as actions_views
from casework.actions.holding import tell_of_held_tasks
from casework.actions.jobs import tell_of_late_actions
from casework.actions.leaving import hand_over_actions
from casework.actions.service import open_count
from casework.apart import views as apart_views
from casework.case_forms import views as case_forms_views
from casework.case_forms.entries import filled_in, took_part
from casework.cases import chaired, facts, inquired
from casework.cases import find as cases_find
from casework.cases import views as cases_views
from casework.cases.jobs import let_reviews_fall_due, move_when_time_is_up
from casework.cases.leaving import end_grants_of
from casework.cases.seen_as import sight_changes
from casework.documents import views as documents_views
from casework.emergency import views as emergency_views
from casework.emergency.jobs import note_what_is_over, remind_of_reviews
from casework.enquiries import access as enquiry_access
from casework.enquiries import views as enquiries_views
from casework.handover import views as handover_views
from casework.letters import views as letters_views
from casework.letters.words import check_words
from casework.matches import views as matches_views
from casework.matches.jobs import tell_of_matches
from casework.notifications import commands as notification_commands
from casework.notifications.service import tell
from casework.panel_settings import present as panel_settings
from casework.panel_type.agency_types import AGENCY_TYPES
from casework.panel_type.registry import Registry, panel_types
from casework.people import commands as people_commands
from casework.people.jobs import follow_settings
from casework.record import views as record_views
from casework.referrals import find as referrals_find
from casework.referrals import views as referrals_views
from casework.referrals.apart import check_account, tell_of_kept_apart
from casework.referrals.jobs import chase_answers, erase_old_drafts
from casework.retention import commands as retention_commands
from casework.retention import views as retention_views
from casework.retention.sweeping import sweep
from casework.trigger import public_views
from casework.trigger import sessions as resident_sessions
from casework.trigger import views as resident_views
from casework.trigger.jobs import destroy_unsent
from casework.trigger.translations import service as translations_service
from casework.trigger.translations import views as translations_views
from compartments import WALL
from config import Settings
from demo import commands as demo_commands
from extensions import (
    SQLITE_CONNECTION,
    bind_commit,
    csrf,
    db,
    limiter,
    login_manager,
    mail,
    migrate,
    prepare_postgresql,
    prepare_sqlite,
    sqlite_module,
)
from inputs.asked_for import FormRequest
from panels import definitions
from panels.access_model import commands as access_model_commands
from panels.access_model import views as access_model_views
from panels.agendas import linked, people_in
from panels.agendas import views as agendas_views
from panels.agendas.chaired import chaired_cases
from panels.agendas.leaving import stop_packs_of
from panels.decisions import views as decisions_views
from panels.home import navigation
from panels.home import views as home_views
from panels.meetings import find as meetings_find
from panels.meetings import views as meetings_views
from panels.meetings.access import meetings_over
from panels.meetings.leaving import give_seats_back
from panels.minutes import views as minutes_views
from panels.settings import views as panel_settings_views
from panels.statistics import views as statistics_views
from wall import binding as wall
from wording import commands as wording_commands
from wording import dates, extraction, languages

BLUEPRINTS = (
    home_views,
    sign_in_views,
    passkey_views,
    own_views,
    providers_views,
    accounts_views,
    recertification_views,
    provider_settings_views,
    access_log_views,
    ledger_views,
    inquiry_views,
    apart_views,
    cases_views,
    case_forms_views,
    record_views,
    retention_views,
    documents_views,
    emergency_views,
    actions_views,
    enquiries_views,
    letters_views,
    referrals_views,
    matches_views,
    handover_views,
    meetings_views,
    agendas_views,
    decisions_views,
    minutes_views,
    statistics_views,
    panel_settings_views,
    access_model_views,
    public_views,
    resident_views,
    translations_views,
)
JOBS = (
    erase_what_is_past, end_those_past, look_after_unused, remind_of_agreements, remind_of_vetting,
    remind_of_secrets, erase_old_drafts, destroy_unsent, chase_answers, let_reviews_fall_due, move_when_time_is_up,
    tell_of_held_tasks, tell_of_late_actions, tell_of_matches, follow_settings, tell_of_kept_apart, sweep,
    note_what_is_over, remind_of_reviews, remind_of_roles, look_after_the_log,
)  # fmt: skip
LONG_JOBS = (check_daily, count_daily)


def create_app(settings: Settings | None = None) -> Flask:
    """The application for one installation.

    :raises WrongRootKey: the root key does not open the database's keys.
    :raises DefinitionError: a panel's definition does not hold.
    :raises TranslationFault: in production, a sentence for residents lacks its translation.
    :raises WordsFault: a letter of a panel has no words, or they cannot be filled in.
    :raises UnmarkedView: a route says neither which permission it needs nor that it is public.
    :raises UnsafeDatabase: the SQLite library could lose committed writes.
    :raises WeakWall: in production on PostgreSQL the second wall does not hold, or its role has no rights.
    """
    settings = settings or Settings()
    settings.instance_dir.mkdir(parents=True, exist_ok=True)
    app = Flask(__name__)
    app.request_class = FormRequest
    _configure(app, settings)
    resident_sessions.bind_headers(app)
    documents_views.bind_headers(app)
    _bind_extensions(app, settings)
    _define_panels(app, panel_types)
    _bind_templates(app, settings)
    public_views.bind(app, panel_types)
    for module in BLUEPRINTS:
        app.register_blueprint(module.blueprint)
    _bind_requests(app, settings)
    faults.bind(app, settings)
    _bind_catalogues(app, settings)
    for commands in (auth_commands, people_commands, demo_commands, retention_commands, serving, access_model_commands):
        commands.bind(app)
    notification_commands.bind(app, JOBS, LONG_JOBS)
    access_marks.check(app)
    _check_root_key(app)
    app.wsgi_app = serving.HeadAsGet(app.wsgi_app)  # type: ignore[method-assign]
    app.wsgi_app = WhiteNoise(app.wsgi_app, root=app.static_folder, prefix="static/", max_age=3600)  # type: ignore[method-assign]
    serving.count_proxies(app, settings.proxies)
    return app


def served() -> Flask:
    """For another server than ours (``gunicorn 'wsgi:served()'``): the application, whose begin and end are entries."""
    return serving.begun(create_app())


def _configure(app: Flask, settings: Settings) -> None:
    address = settings.database()
    options: dict[str, object] = {"pool_pre_ping": True}
    if address.startswith("sqlite"):
        options = {"module": sqlite_module(), "connect_args": SQLITE_CONNECTION}
    app.config.update(
        SECRET_KEY=read_or_make_secret(settings.secret_key_path()),
        SQLALCHEMY_DATABASE_URI=address,
        SQLALCHEMY_ENGINE_OPTIONS=options,
        SESSION_COOKIE_NAME="__Host-form" if settings.cookie_secure else "form",
        SESSION_COOKIE_SECURE=settings.cookie_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.cookie_secure,
        WTF_CSRF_CHECK_DEFAULT=False,
        MAX_CONTENT_LENGTH=settings.max_upload_bytes + 1_000_000,
        MAX_FORM_MEMORY_SIZE=settings.max_form_bytes,
        MAX_FORM_PARTS=2_000,
        TRUSTED_HOSTS=[*settings.trusted_hosts],
        MAIL_SERVER=settings.mail_host,
        MAIL_PORT=settings.mail_port,
        MAIL_DEFAULT_SENDER=settings.mail_sender,
        RATELIMIT_ENABLED=True,
    )
    app.extensions["casework-settings"] = settings


def _bind_extensions(app: Flask, settings: Settings) -> None:
    # The first to see a request: a page that tells of a fault in what comes next needs the nonce of its scripts too.
    Talisman(
        app,
        force_https=settings.production,
        strict_transport_security=settings.cookie_secure,
        session_cookie_secure=settings.cookie_secure,
        content_security_policy=serving.CONTENT_SECURITY,
        content_security_policy_nonce_in=["script-src"],
        referrer_policy="same-origin",
        permissions_policy={"camera": "()", "geolocation": "()", "microphone": "()", "browsing-topics": "()"},
    )
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            prepare_sqlite(db.engine)
        else:
            prepare_postgresql(db.engine, settings.lock_wait())
        wall.bind(app, db.engine, WALL)
    csrf.init_app(app)
    limiter.init_app(app)
    mail.init_app(app)
    login_manager.init_app(app)
    migrate.init_app(app, db, render_as_batch=True, compare_type=True)
    app.extensions[EXTENSION] = Keyring(root_key_of(settings))
    app.extensions[unreadable.EXTENSION], app.extensions[telling.TELL] = alerts.keep, tell
    app.extensions[facts.EXTENSION] = facts.Sources(filled_in, open_count, took_part)


def _define_panels(app: Flask, registry: Registry) -> None:
    known = {panel.key for panel in registry.every()}
    for folder in definitions.folders():
        if folder.key not in known:
            registry.add(definitions.panel_in(folder), folder.path, folder.name)
    check_words(Path(app.root_path), [registry.declared(panel.key) for panel in registry.every()])
    registry.bind(panel_settings.in_force)
    # What lower floors ask of upper ones, as plain values and callables.
    app.extensions["casework-panels"] = {panel.key: panel.name for panel in registry.every()}
    app.extensions[PANEL_FACTS] = facts_for_auth(registry)
    app.extensions[CLOSED_PANELS] = panel_settings.closed_panels
    app.extensions["casework-agency-kinds"] = {choice.value: choice.label for choice in AGENCY_TYPES}
    app.extensions["casework-resolvers"] = [
        cases_find.audited_case_of, referrals_find.person_and_records_of, referrals_find.referral_id_of,
        linked.meeting_and_packs_of,
    ]  # fmt: skip
    app.extensions["casework-namers"] = {
        "case": cases_find.references_of, "referral": referrals_find.references_of,
        "meeting": meetings_find.references_of, "pack": linked.references_of,
    }  # fmt: skip
    people_in.init_app(app)
    linked.init_app(app)
    app.extensions[leaving.HOOKS] = (end_grants_of, hand_over_actions, give_seats_back, stop_packs_of)
    app.extensions[sight.EXTENSION], app.extensions[chaired.EXTENSION] = sight_changes, chaired_cases
    app.extensions[apart_views.EXTENSION] = check_account
    app.extensions[enquiry_access.OVER] = meetings_over
    app.extensions[inquiry_facts.EXTENSION] = inquired.facts()
    app.extensions["casework-next-meeting"] = meetings_find.next_meeting_at


def facts_for_auth(registry: Registry) -> PanelFacts:
    """What the floor of accounts and doors must know of the panels."""
    return PanelFacts(
        fresh_proof=frozenset(panel.key for panel in registry.every() if panel.visibility.step_up),
        hidden=frozenset(panel.key for panel in registry.every() if panel.visibility.existence_hidden),
        certified_every={panel.key: panel.visibility.confirm_roles_months for panel in registry.every()},
        neutral_names={panel.key: panel.neutral_name for panel in registry.every()},
        vetted=frozenset(panel.key for panel in registry.every() if panel.visibility.vetting),
    )


def _bind_templates(app: Flask, settings: Settings) -> None:
    own = app.jinja_loader
    app.jinja_loader = ChoiceLoader(
        [own, PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})]  # type: ignore[list-item]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.undefined = StrictUndefined
    dates.bind(app)
    languages.bind(app, [folder.path / languages.FOLDER for folder in definitions.folders()])

    @app.context_processor
    def _every_page() -> dict[str, object]:
        return {
            "partnership_name": settings.partnership_name,
            "council_name": settings.council_name,
            "panel_phone": settings.panel_phone,
            "demo_mode": settings.demo,
            "assetPath": "/static/built",
            "service_name": "Risk panels",
            **navigation.for_request(),
        }


def catalogue_shelves(root: Path) -> list[extraction.Shelf]:
    """What each folder of catalogues must hold: our own, and each panel's for what it declares to residents."""
    declared = {folder.path: [*panel_types.declared(folder.key).public_words()] for folder in definitions.folders()}
    return extraction.shelves(root, declared, languages.OWN_FOLDER)


def _bind_catalogues(app: Flask, settings: Settings) -> None:
    app.extensions[languages.DRAFTS] = translations_service.is_draft
    wording_commands.bind(app, lambda: catalogue_shelves(Path(app.root_path)))
    if settings.production:
        extraction.require_all(catalogue_shelves(Path(app.root_path)))


def _bind_requests(app: Flask, settings: Settings) -> None:
    @app.before_request
    def _name_request() -> None:
        g.request_id = uuid.uuid4().hex
        where = (request.remote_addr or "").encode()
        g.network_hash = blake2b(where, key=app.config["SECRET_KEY"], digest_size=32).digest()

    # After-request functions run last-bound first: the answer of a form is remembered before the commit.
    bind_commit(app, lambda: faults.unavailable_page(503))
    unreadable.bind(app)
    sessions.bind(app, settings)
    resident_sessions.bind(app)
    kept_forms.bind(app)
    again.bind(app)
    app.extensions[access_marks.TOKEN_CHECKS] = {resident_sessions.BLUEPRINT: resident_sessions.check_token}
    access_marks.bind(app)
    conditions.bind(app)
    once.bind_once(app)
    foreign_fields.bind(app)

    @app.after_request
    def _never_cached(response: Response) -> Response:
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
            if not g.get("may_be_found"):
                response.headers["X-Robots-Tag"] = "noindex"
        return response


def _check_root_key(app: Flask) -> None:
    with app.app_context():
        try:
            if sa.inspect(db.engine).has_table(PanelKey.__tablename__) and wall.may_read(PanelKey.__tablename__):
                app.extensions[EXTENSION].verify()
        except (WrongRootKey, wall.WeakWall):
            db.session.remove()
            db.engine.dispose()
            raise
        db.session.remove()
