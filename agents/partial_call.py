"""Tool calls while they arrive in fragments."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from agents.conversation import ToolCall


@dataclass(slots=True)
class PartialCall:
    """A tool call of which more may come."""

    call_id: str = ""
    name: str = ""
    arguments: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether the arguments are whole already."""
        try:
            json.loads(self.arguments)
        except ValueError:
            return False
        return True

    def add(self, arguments: Any) -> None:
        """Take in more of the arguments; some servers send them whole, as an object."""
        if isinstance(arguments, str):
            self.arguments += arguments
        elif arguments is not None:
            self.arguments = json.dumps(arguments, ensure_ascii=False)

    def finished(self) -> ToolCall:
        """Give the call, with an id of ours where the server gave none."""
        self.call_id = self.call_id or f"call_{uuid.uuid4().hex}"
        return ToolCall(self.call_id, self.name, self.arguments)
