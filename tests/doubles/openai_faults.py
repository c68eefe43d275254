"""How the server double goes wrong."""

import asyncio

from tests.doubles.http_double import Broken, Exchange
from tests.doubles.openai_scenarios import Fault
from tests.doubles.openai_streams import as_sse

HTML_PAGE = b"<!DOCTYPE html><html><title>Wi-Fi login</title></html>"


def arm(exchange: Exchange, fault: Fault) -> None:
    """Let the fault strike once some chunks of the answer are out."""

    async def strike_in_time(exchange: Exchange) -> None:
        if exchange.chunks == fault.after:
            exchange.before_chunk = None
            await _strike(exchange, fault)

    exchange.before_chunk = strike_in_time


async def answer_wrongly(exchange: Exchange, fault: Fault) -> None:
    """Give a complete answer that is not what was asked for, or none at all."""
    match fault.kind:
        case "status":
            wait = {"retry-after": fault.retry_after} if fault.retry_after else None
            await exchange.send_json(fault.status, fault.body, wait)
        case "html":
            await exchange.send(200, HTML_PAGE, "text/html")
        case "error_200":
            await exchange.send_json(200, fault.body)
        case "null_200":
            await exchange.send_json(200, None)
        case _:
            await _strike(exchange, fault)


async def _strike(exchange: Exchange, fault: Fault) -> None:
    match fault.kind:
        case "hang":
            exchange.seen.hanging.set()
            await asyncio.Event().wait()
        case "reset":
            exchange.reset()
        case "garbage":
            await exchange.chunk(b'data: {"type": "response.outp\n\n')
        case "error_event":
            detail = {"code": fault.code, "message": fault.message, "param": None}
            await exchange.chunk(as_sse({"type": "error", **detail}))
        case "error_payload":
            await exchange.chunk(as_sse(fault.body))
        case "drop":
            exchange.hang_up()
    await exchange.end()
    raise Broken
