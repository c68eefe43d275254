"""The front of house's own settings."""

from ipaddress import ip_address
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ShopSettings(_Section):
    """What the shop is."""

    name: str = "Tienda de demostración"
    """The shop's name, as customers know it."""
    language: Literal["es", "en"] = "es"
    """What is spoken until a customer shows otherwise: es or en."""
    state_dir: str = ""
    """Where databases, index and caches live.

    Empty: $STATE_DIRECTORY, or ~/.local/state/kiosk.
    """
    visit_idle_s: float = Field(default=120.0, gt=0)
    """Seconds without a question after which the visit ends and is forgotten."""
    log_form: Literal["auto", "text", "json"] = "auto"
    """How log lines are written: `auto` is text, with priorities for journald under
    systemd; `json` is an object a line, with a trace of every turn."""
    keep_figures_days: int = Field(default=400, ge=1, le=4_000)
    """Days for which `kiosk report` remembers turns: times and kinds, never words."""
    keep_wishes: bool = True
    """Keep what customers want and the shop does not know ("ukelele"), for staff: the
    words once they came up in three visits, until then a fingerprint; never of who is
    logged in, never sentences."""


class DebtSettings(_Section):
    """How customers' sums are kept private, and agreements handed on."""

    says_sums: Literal["asked", "always"] = "asked"
    """When the sums of a customer's debts are said aloud: `asked` shows them until the
    customer asks to hear them; `always` is for a kiosk with a headset or handset."""
    print_command: tuple[str, ...] = ()
    """Program and arguments that print a receipt given as text on standard input, such
    as ["lp", "-d", "receipts"]; no shell takes part. Empty: receipts are only shown."""
    print_limit_s: float = Field(default=10.0, gt=0, le=300)
    """Seconds after which a print command is stopped."""
    webhook: str = Field(
        default="",
        pattern=r"^(https://.+|http://(localhost|127\.[0-9.]+|\[::1\])[:/].+)?$",
    )
    """Where the staff's server is told of agreements and follow-ups, by POST: https, or
    http on this machine. Empty: nobody is told."""
    webhook_key: SecretStr | None = None
    """Signs what is posted (HMAC-SHA256); a webhook needs one."""

    @model_validator(mode="after")
    def _sign(self) -> "DebtSettings":
        if self.webhook and self.webhook_key is None:
            raise ValueError("webhook needs webhook_key, by which it is signed")
        return self


class BudgetSettings(_Section):
    """What servers cost, in one currency of the owner's; 0 is not counted."""

    input_per_million: float = Field(default=0.0, ge=0)
    """Price of a million tokens that the model reads."""
    output_per_million: float = Field(default=0.0, ge=0)
    """Price of a million tokens that it writes."""
    heard_per_minute: float = Field(default=0.0, ge=0)
    """Price of a minute of a customer's speech."""
    spoken_per_minute: float = Field(default=0.0, ge=0)
    """Price of a minute of the kiosk's speech."""
    daily_cap: float = Field(default=0.0, ge=0)
    """Spent so much, the kiosk asks no server until tomorrow; 0 is no cap. Behind what
    costs there must then be what is free: `offline`, `phrases`, `whisper`, `piper`,
    `espeak`."""
    asks_per_minute: int = Field(default=60, ge=1)
    """Requests to the model in a minute of one visit; beyond them the rules answer."""


class LadderSettings(_Section):
    """When another engine takes over, where `engine`, `stt` and `tts` are lists."""

    hedge_s: float = Field(default=3.0, gt=0, le=60)
    """Seconds without a sign of an engine after which the next is started beside it;
    raise it for a slow server of your own."""
    rest_s: float = Field(default=15.0, gt=0, le=3600)
    """Seconds for which an engine that failed is not asked; doubled each time it fails
    again, up to `longest_rest_s`. It is tried in the background."""
    longest_rest_s: float = Field(default=300.0, gt=0, le=86_400)
    """Seconds of the longest rest, and of the rest after a refused key."""


class DoorSettings(_Section):
    """The HTTP door; it opens when it has a token."""

    host: str = "127.0.0.1"
    """Address to listen on; beyond this machine only with a certificate."""
    port: int = Field(default=8370, ge=0, le=65535)
    """TCP port; 0 takes a free one and logs it."""
    certificate: str = ""
    """File with the TLS certificate and its chain, PEM; empty: no TLS."""
    certificate_key: str = ""
    """File with the certificate's private key, PEM."""
    token: SecretStr | None = None
    """Bearer token that callers must show; without one the door stays shut."""
    kiosks: tuple[Annotated[str, Field(pattern=r"^https?://[^/]+$")], ...] = ()
    """Doors of all your kiosks, as "https://kiosk-1.local:8370", that `kiosk status
    --all` looks at; this token must open them all."""

    @model_validator(mode="after")
    def _encrypted_beyond_this_machine(self) -> Self:
        if not is_loopback(self.host) and not (
            self.certificate and self.certificate_key
        ):
            raise ValueError(
                f"host {self.host} is beyond this machine: set certificate and "
                'certificate_key, or host = "127.0.0.1"'
            )
        return self


class StaffSettings(_Section):
    """How staff are let in; keep both out of this file."""

    pin: SecretStr | None = Field(default=None, min_length=6)
    """PIN of six digits or more that opens the staff's page (F10), or its argon2 hash;
    without one the page stays shut."""
    token: SecretStr | None = Field(default=None, min_length=16)
    """Bearer token of the staff's programs at the HTTP door, another than the
    machines'; without one customers and debts are not there."""
    exports_visits: bool = False
    """Staff's programs may read the conversation of the visit under way, without who
    it is, by `GET /visit`. Nothing of it is kept; tell your customers."""


ColourName = Literal["accent", "ready", "paper", "ink", "card"]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class ScreenSettings(_Section):
    """What the screen looks like."""

    theme: Literal["auto", "dark", "light", "contrast", "console"] = "auto"
    """Colours: auto is console on the Pi's own console, dark elsewhere."""
    colours: dict[ColourName, Colour] = {}
    """The shop's own colours, as { accent = "#ff8800", ready = "#004466" }: `accent`
    for keys, prices and the present field, `ready` for the band that waits, `paper`,
    `ink`, `card`; high contrast and console keep theirs."""
    logo: str = ""
    """Picture file of the shop's sign, above the greeting; empty: none."""
    pictures: str = ""
    """Folder with products' pictures: each called as its product's number (`350.jpg`),
    or as the picture column of the catalogue says, which may also hold web addresses.
    Empty: no pictures."""
    examples: tuple[str, ...] = Field(default=(), max_length=6)
    """Questions offered to customers, in the shop's language; empty: those of the
    demonstration shop."""


class CameraSettings(_Section):
    """A camera for questions about what a customer holds to it."""

    command: tuple[str, ...] = ()
    """Program and arguments that write one JPEG to standard output, such as
    ["rpicam-still", "-n", "-t", "300", "-o", "-"]. On "what is this?" the picture goes
    to the model, which must be one that sees, and is kept nowhere here. Empty: none."""


class BrowserSettings(_Section):
    """The screen in a browser, by `kiosk web`."""

    host: str = "127.0.0.1"
    """Address to listen on; beyond this machine only with a token."""
    port: int = Field(default=8371, ge=0, le=65535)
    """TCP port."""
    token: SecretStr | None = None
    """What a browser must show once, as `/?token=…`."""
    screens: int = Field(default=4, ge=1)
    """Browsers at a time; each is a process of about 100 MB."""


Wiring = Annotated[
    str,
    Field(
        pattern=r"^(relay \d+|buzzer \d+|colour \d+ \d+ \d+"
        r"|sensor [0-7] -?[\d.]+ -?[\d.]+( \S+)?)$"
    ),
]
"""What a thing is, and its pins."""


class GpioSettings(_Section):
    """What is wired to the Raspberry Pi's pins (BCM numbers)."""

    button: int | None = Field(default=17, ge=0, le=27)
    """Pin of the talk button, wired to ground."""
    lamp: int | None = Field(default=None, ge=0, le=27)
    """Pin of a single lamp."""
    lamp_rgb: tuple[int, ...] = Field(default=(), max_length=3)
    """Pins of an RGB lamp: red, green, blue; used instead of `lamp`."""
    mute_button: int | None = Field(default=None, ge=0, le=27)
    """Pin of a button, wired to ground, that closes the microphone and opens it."""
    volume_encoder: tuple[int, ...] = Field(default=(), max_length=2)
    """Pins A and B of a rotary encoder that makes the voice louder and softer."""
    volume_knob: int | None = Field(default=None, ge=0, le=7)
    """Channel of an MCP3008 at SPI 0 whose potentiometer sets the volume."""
    things: dict[str, Wiring] = Field(default_factory=dict)
    """What customers may have switched, coloured or read, by the name they use, or
    several with `/` between, English last: `"la luz / the light" = "relay 22"`,
    `"buzzer 23"`, `"colour 5 6 13"`, or a sensor at an MCP3008 with channel, factor,
    offset and unit, such as `"sensor 1 330 -50 °C"` for a TMP36 at 3.3 V."""


class KeysSettings(_Section):
    """Keys read from Linux itself: one held to talk, a keypad or card reader."""

    talk_device: str = ""
    """Input device with a talk key: a part of its name, or its path; empty: none."""
    talk_key: int = Field(default=97, ge=1, le=767)
    """Number of the talk key in Linux's input-event-codes.h; 97 is the right Ctrl key,
    which the screen does not use."""
    log_in_device: str = ""
    """Keypad or card reader that types customer number, Enter, PIN, Enter: a part of
    its name, or its path; empty: none."""
