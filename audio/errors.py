"""What can go wrong with ears and mouth, one class per reaction.

AudioError
├── DeviceMissing       no such device, or it has gone: tell people, try again later
│   └── MicrophoneMuted     closed on purpose: nothing is broken
├── SpeechServiceError  a speech service did not do its work
│   ├── ServiceUnreachable  nobody answers, or not in time
│   ├── ServiceRefused      the key or the account is refused (`code` says which)
│   └── ServiceBroken       it answered, but not what was asked for
└── UnknownBackend      a name in the settings that does not exist, or lacks its extra
"""


class AudioError(Exception):
    """Root of this room's errors. Messages are for operators."""


class DeviceMissing(AudioError, LookupError):
    """The sound device is not there, or is there no longer."""


class MicrophoneMuted(DeviceMissing):
    """The microphone was closed on purpose, until it is opened again."""


class SpeechServiceError(AudioError):
    """A speech service did not do its work; `code` is short and stable, for the log."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


class ServiceUnreachable(SpeechServiceError, ConnectionError):
    """Nobody answers, or not within the deadline."""


class ServiceRefused(SpeechServiceError, PermissionError):
    """Wrong key (`bad_key`), used-up account (`no_quota`), too many calls (`busy`)."""


class ServiceBroken(SpeechServiceError):
    """The service answered with something that is not what was asked for."""


class UnknownBackend(AudioError, ValueError):
    """The settings name a backend that does not exist or is not installed."""
