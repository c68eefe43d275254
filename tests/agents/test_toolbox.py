"""Several calls in one pass: those that change something wait for each other."""

import asyncio

import pytest

from agents import Run, ToolAnswered, ToolCall, ToolResult, tool_from
from agents.finding import Finding
from agents.toolbox import Toolbox


class Counter:
    """Notes when each call begins and ends."""

    def __init__(self):
        self.marks = []
        self.both = asyncio.Barrier(2)

    async def step(self, name: str) -> ToolResult:
        """Do something.

        Args:
            name: What it is called.
        """
        self.marks.append(f"{name} begins")
        await asyncio.sleep(0)
        self.marks.append(f"{name} ends")
        return ToolResult(name, Finding())

    async def meet(self, name: str) -> ToolResult:
        """Wait for the other.

        Args:
            name: What it is called.
        """
        await self.both.wait()
        return ToolResult(name, Finding())


def calls(tool, *names):
    return [ToolCall(n, tool, f'{{"name": "{n}"}}') for n in names]


async def used(tool, wanted):
    run = Run()
    async with asyncio.timeout(10):
        await Toolbox([tool]).use(wanted, run, lambda event: None, by_rule=False)
    return run


async def test_calls_that_change_something_run_one_after_the_other_in_order():
    counter = Counter()
    tool = tool_from(counter.step, changes_something=True)
    run = await used(tool, calls("step", "a", "b", "c"))
    assert counter.marks == [
        f"{n} {what}" for n in "abc" for what in ("begins", "ends")
    ]
    assert [message.call_id for message in run.messages] == ["a", "b", "c"]


async def test_calls_that_only_look_run_side_by_side():
    run = await used(tool_from(Counter().meet), calls("meet", "a", "b"))
    assert [message.call_id for message in run.messages] == ["a", "b"]


@pytest.mark.parametrize(
    "arguments", ["", "null", "[]", "{", '{"name": 3, "x": 1}', '"a"']
)
async def test_arguments_that_do_not_fit_are_told_the_model(arguments):
    counter = Counter()
    run = await used(tool_from(counter.step), [ToolCall("a", "step", arguments)])
    (answer,) = run.messages
    assert isinstance(answer, ToolAnswered)
    assert '"error"' in answer.text
    assert counter.marks == []


async def test_a_call_cut_short_is_answered_all_the_same():
    run = Run()
    toolbox = Toolbox([tool_from(Counter().meet)])
    use = toolbox.use(calls("meet", "alone"), run, lambda event: None, by_rule=False)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await use
    (answer,) = run.messages
    assert "interrupted" in answer.text
