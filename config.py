"""Settings of one installation, read from environment variables named ``CASEWORK_…`` (and ``DATABASE_URL``).

This file imports nothing of the product, so that every floor may read it.
"""

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

FREE_MEMORY_DATABASE = "sqlite://"


class RootKeySettings(BaseSettings):
    """Where a root key stands and how it is had. Which of these a provider needs stands in docs/operating.md."""

    model_config = SettingsConfigDict(env_prefix="CASEWORK_ROOT_KEY_", frozen=True, extra="ignore")

    provider: str = "file"
    file: Path | None = None
    base64: SecretStr = SecretStr("")
    id: str = ""
    address: str = ""
    token: str = ""
    token_file: Path | None = None
    library: Path | None = None
    pin_file: Path | None = None


class NextRootKeySettings(RootKeySettings):
    """The root key that is to follow, while the panel keys are moved to it. Without a provider there is none."""

    model_config = SettingsConfigDict(env_prefix="CASEWORK_NEXT_ROOT_KEY_", frozen=True, extra="ignore")

    provider: str = ""


class Settings(BaseSettings):
    """Everything that may differ between two installations. Unknown ``CASEWORK_`` names are ignored by the reader."""

    model_config = SettingsConfigDict(env_prefix="CASEWORK_", frozen=True, extra="ignore")

    instance_dir: Path = Path("instance")
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    # PostgreSQL: whoever owns the tables and may change them. The application itself signs in as another one.
    owner_database_url: str = ""
    # The second wall: rows kept from whoever has nothing to do with them (docs/operating.md, The second wall). Where
    # nothing is said it is on on PostgreSQL and off on SQLite.
    wall: bool | None = None
    root_key_file: Path | None = None
    root_key: RootKeySettings = Field(default_factory=RootKeySettings)
    next_root_key: NextRootKeySettings = Field(default_factory=NextRootKeySettings)
    secret_key_file: Path | None = None
    log_key_file: Path | None = None
    # Public keys of the partners who cosign checkpoints, and how many of them must have.
    log_witnesses: tuple[str, ...] = ()
    log_quorum: int = Field(default=0, ge=0)
    # After so many years who and what of an entry are erased (security.md 4.6).
    log_years: int = Field(default=6, ge=1, le=100)
    # The name of the access log in its checkpoints; by itself the host of the public address.
    log_name: str = Field(default="", pattern=r"^[^\s+]*$")

    demo: bool = False
    production: bool = False
    host: str = "127.0.0.1"
    port: int = 8000
    trusted_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    cookie_secure: bool = False
    # How many proxies of ours stand in front: each adds where a request came from.
    proxies: int = Field(default=0, ge=0, le=5)

    # Networks from which administrators' pages answer. Empty: from every one.
    admin_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    # In production: most pages that one person is shown in a minute, in each process; 0: no limit.
    pages_a_minute: int = Field(default=240, ge=0)
    # Whether administrators' pages, and records that want a fresh proof, open only in a session begun with a passkey.
    passkey_wanted: bool = False

    partnership_name: str = "Quillon Quay Community Safety Partnership"
    # What stands in the titles of the resident's pages: a dull name, because somebody may look over her shoulder.
    council_name: str = "Quillon Quay Council"
    panel_phone: str = "020 7946 0100"
    # Other ways in for residents. Empty: the page does not offer that way.
    panel_opens: int = Field(default=9, ge=0, le=12)
    panel_closes: int = Field(default=17, ge=12, le=24)
    # First halves of the postcodes of the area, as E14. A place elsewhere is pointed out, never refused.
    area_postcodes: tuple[str, ...] = ()
    panel_email: str = "requests@example.org"
    panel_address: str = "Quillon Quay Council, PO Box 100, Quillon Quay"
    # Whom residents ask about what is kept of them: an address, or a name and an address.
    privacy_contact: str = "requests@example.org"
    panel_visits: str = "Quillon Quay Town Hall, 1 Harbour Street, Quillon Quay"
    appeal_route: str = ""
    # Where a resident lands who leaves in one tap: a dull page that many people open, of somebody else.
    leave_to: str = "https://www.bbc.co.uk/weather"
    mail_host: str = "127.0.0.1"
    mail_port: int = 1025
    mail_sender: str = "no-reply@example.org"
    clamd_address: str = ""
    public_url: str = "http://127.0.0.1:8000"
    # Hosts of agencies' identity providers whose names stand for addresses of a network behind this server.
    provider_private_hosts: tuple[str, ...] = ()

    session_idle_minutes: int = 20
    session_hours: int = 10
    step_up_minutes: int = 30
    # How many seconds a page waits for a lock that nobody gives (security.md 4.3). Then it says: try again. Where it is
    # not set, 3; on SQLite 15, for the work of another process, a change of keys, cannot be seen to go on there.
    lock_wait_seconds: float | None = Field(default=None, ge=0.05, le=15)
    draft_days: int = 28
    # How long backups of the database are kept; old root keys are kept as long.
    backup_days: int = Field(default=35, ge=1)
    pack_threads: int = 1
    max_upload_bytes: int = 25_000_000
    max_form_bytes: int = 12_000_000
    local_closure_days: tuple[str, ...] = ()

    def other_ways(self) -> dict[str, str]:
        """The ways other than the form and the phone in which a resident can ask: by e-mail, by post, and in person."""
        return {
            "email": self.panel_email,
            "address": self.panel_address,
            "visits": self.panel_visits,
        }

    @model_validator(mode="after")
    def _demo_is_never_production(self) -> Self:
        if self.demo and self.production:
            raise ValueError("Demo mode has public passwords. Unset CASEWORK_DEMO to run in production.")
        if self.production and not self.cookie_secure:
            raise ValueError("Production needs HTTPS. Set CASEWORK_COOKIE_SECURE=true and serve over TLS.")
        if self.production and self.database_url.startswith("sqlite://") and self.database_url == FREE_MEMORY_DATABASE:
            raise ValueError("Production needs a database that lasts. Set DATABASE_URL.")
        return self

    def database(self) -> str:
        """The database's address; an embedded SQLite file in the instance folder unless ``DATABASE_URL`` is set."""
        if self.database_url:
            return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        return f"sqlite:///{(self.instance_dir / 'casework.sqlite').resolve()}"

    def owner_database(self) -> str:
        """The address with which the schema is changed; the application's own unless it is set."""
        if self.owner_database_url:
            return self.owner_database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        return self.database()

    def has_wall(self) -> bool:
        """Whether the database itself keeps rows from whoever has nothing to do with them."""
        return self.database().startswith("postgresql") if self.wall is None else self.wall

    def lock_wait(self) -> float:
        """Seconds for which a page waits for a lock that nobody gives."""
        by_itself = 15.0 if self.database().startswith("sqlite") else 3.0
        return by_itself if self.lock_wait_seconds is None else self.lock_wait_seconds

    def root_key_path(self) -> Path:
        """Where the root key stands when the file provider is used."""
        return self.root_key_file or self.instance_dir / "root.key"

    def secret_key_path(self) -> Path:
        """Where the secret that signs cookies and form tokens stands."""
        return self.secret_key_file or self.instance_dir / "secret.key"

    def log_key_path(self) -> Path:
        """Where the key stands that signs checkpoints of the access log."""
        return self.log_key_file or self.instance_dir / "log.key"
