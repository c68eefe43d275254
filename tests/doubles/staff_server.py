"""The staff's web server, which is posted notices."""

import json

from tests.doubles.http_double import HttpDouble


class StaffServer(HttpDouble):
    """Answers with the next of its statuses, 204 when there are none left."""

    def __init__(self, *statuses):
        super().__init__(0)
        self.statuses = list(statuses)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    async def handle(self, exchange):
        status = self.statuses.pop(0) if self.statuses else 204
        if status == "reset":
            exchange.reset()
        await exchange.send(status, b"")

    @property
    def notices(self):
        return [json.loads(seen.request.body) for seen in self.requests]
