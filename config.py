"""Settings of one installation, read from environment variables named ``CASEWORK_…`` (and ``DATABASE_URL``).

This file imports nothing of the product, so that every floor may read it.
"""

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
    root_key_file: Path | None = None
    root_key: RootKeySettings = Field(default_factory=RootKeySettings)
    next_root_key: NextRootKeySettings = Field(default_factory=NextRootKeySettings)
    secret_key_file: Path | None = None

    demo: bool = False
    production: bool = False
    host: str = "127.0.0.1"
    port: int = 8000
    trusted_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    cookie_secure: bool = False
    # How many proxies of ours stand in front: each adds where a request came from.
    proxies: int = Field(default=0, ge=0, le=5)

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

    session_idle_minutes: int = 20
    session_hours: int = 10
    step_up_minutes: int = 30
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

    def root_key_path(self) -> Path:
        """Where the root key stands when the file provider is used."""
        return self.root_key_file or self.instance_dir / "root.key"

    def secret_key_path(self) -> Path:
        """Where the secret that signs cookies and form tokens stands."""
        return self.secret_key_file or self.instance_dir / "secret.key"
