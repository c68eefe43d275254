"""What can go wrong in the mind, one class per reaction.

AgentError
├── ModelUnreachable   nobody answers, or not in time
├── ModelRefused       the key, the account or the model is refused (`code` says)
├── ModelBroken        it answered, but not in the protocol
└── UnknownEngine      a name in the settings that does not exist or lacks its key
"""


class AgentError(Exception):
    """Root of this room's errors; `code` is short and stable, for log and lamp."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


class ModelUnreachable(AgentError, ConnectionError):
    """Nobody answers, or not within the deadline (`unreachable`, `timeout`)."""


class ModelRefused(AgentError, PermissionError):
    """The server knows us and says no.

    Wrong key (`bad_key`), used-up account (`no_quota`), too many calls (`busy`), or a
    model that it does not have or has no longer (`no_model`).
    """


class ModelBroken(AgentError):
    """Something is wrong at the server, or between it and us.

    It failed (`server_error`), broke the protocol (`bad_answer`), or does not take our
    request (`bad_request`).
    """


class UnknownEngine(AgentError, ValueError):
    """The settings name an engine that does not exist or lacks what it needs."""
