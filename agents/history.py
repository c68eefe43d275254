"""A conversation in the order that every server accepts.

An interrupted turn leaves calls without answers, and a trimmed conversation answers
without calls; a server refuses the whole request for either.
"""

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agents.conversation import AssistantSaid, Message, ToolAnswered


def settled(messages: Sequence[Message]) -> Iterator[Message]:
    """Yield the messages with every call followed by its answer, and nothing else."""
    for place, message in enumerate(messages):
        if isinstance(message, AssistantSaid):
            answers = {answer.call_id: answer for answer in _answers(messages, place)}
            calls = tuple(call for call in message.calls if call.call_id in answers)
            if message.text or calls:
                yield replace(message, calls=calls)
            yield from (answers[call.call_id] for call in calls)
        elif not isinstance(message, ToolAnswered):
            yield message


def readable_arguments(written: str) -> str:
    """Give arguments back as a model wrote them, or `{}` where they are no object.

    Several servers read the arguments of past calls and fail on broken ones.
    """
    try:
        is_object = isinstance(json.loads(written), dict)
    except ValueError:
        is_object = False
    return written if is_object else "{}"


def _answers(messages: Sequence[Message], place: int) -> Iterator[ToolAnswered]:
    for message in messages[place + 1 :]:
        if not isinstance(message, ToolAnswered):
            return
        yield message


def picture_url(jpeg: bytes) -> str:
    """Give a picture as both protocols take one in a request."""
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
