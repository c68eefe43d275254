"""Why a caller is not answered, as a status, a sentence and a code."""

from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from catalog import (
    CatalogError,
    CustomerInvalid,
    CustomerUnknown,
    DebtNotFound,
    LedgerUnavailable,
    LoginLocked,
    LoginRefused,
)

_OPENAI_PATHS = "/v1/"
"""Below it errors are what OpenAI's clients read."""


_KNOWN: dict[type[Exception], tuple[int, str]] = {
    ClientDisconnect: (400, "disconnected"),
    CustomerUnknown: (404, "not_found"),
    DebtNotFound: (404, "not_found"),
    CustomerInvalid: (422, "invalid_request"),
    LoginRefused: (403, "refused"),
    CatalogError: (503, "no_data"),
}
"""Errors whose message is for the caller: status and code; the first that fits."""


class Refusal(BaseModel):
    """Why something was not done."""

    error: str


class OpenAIError(BaseModel):
    """An error as OpenAI's clients read it."""

    message: str
    type: str
    param: str | None = None
    code: str | None = None


class OpenAIRefusal(BaseModel):
    """Why a client of OpenAI's protocol is not answered."""

    error: OpenAIError


class Refused(Exception):
    """A caller gets this instead of an answer."""

    def __init__(
        self,
        status: int,
        told: str,
        code: str,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Say why.

        Args:
            status: The HTTP status.
            told: One sentence for whoever wrote the calling program.
            code: Short and stable, for the program itself.
            headers: What the status asks for, such as Retry-After.
        """
        super().__init__(told)
        self.status = status
        self.told = told
        self.code = code
        self.headers = headers

    def answer_to(self, path: str) -> Response:
        """Give the response, in the form that callers of this path read."""
        content: BaseModel = Refusal(error=self.told)
        if _is_openai(path):
            content = self.as_openai()
        return JSONResponse(content.model_dump(), self.status, self.headers)

    def as_openai(self) -> OpenAIRefusal:
        """Give the body that OpenAI's clients read."""
        error = OpenAIError(message=self.told, type=self.code, code=self.code)
        return OpenAIRefusal(error=error)


def refusal_at(path: str) -> type[BaseModel]:
    """Give the form of the refusals at a path."""
    return OpenAIRefusal if _is_openai(path) else Refusal


def unfit_at(path: str) -> int:
    """Give the status for a body that can be read and is not what is asked for."""
    return 400 if _is_openai(path) else 422


def refusal_of(error: Exception, path: str) -> Refused:
    """Give what a caller is told of an error that is known to happen; others go on.

    Raises:
        Exception: The error itself, when it is a bug of ours.
    """
    match error:
        case Refused():
            return error
        case ValidationError():
            return Refused(unfit_at(path), _mistakes(error), "invalid_request")
        case LoginLocked(seconds=seconds):
            wait = {"Retry-After": str(seconds)}
            return Refused(429, str(error), "locked", wait)
        case LedgerUnavailable():
            told = "the ledger does not answer; nothing was changed"
            return Refused(503, told, "no_data")
    for kind, (status, code) in _KNOWN.items():
        if isinstance(error, kind):
            return Refused(status, str(error), code)
    raise error


def not_here(request: Request, error: Exception) -> Response:
    """Tell of a path or a method that the door does not have."""
    if not isinstance(error, HTTPException):
        raise error
    told = f"{error.detail}: {request.method} {request.url.path}"
    headers = dict(error.headers) if error.headers else None
    refused = Refused(error.status_code, told, "not_found", headers)
    return refused.answer_to(request.url.path)


def _is_openai(path: str) -> bool:
    return path.startswith(_OPENAI_PATHS)


def _mistakes(error: ValidationError) -> str:
    found = error.errors(include_url=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, m['loc']))}: {m['msg']}" for m in found[:5])
