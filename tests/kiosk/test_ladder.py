import asyncio
import contextlib

import pytest

from kiosk.ladder import Ladder, Rest, Rung, first_sign, streamed, watching


class Away(Exception):
    def __init__(self, code="unreachable"):
        super().__init__(code)
        self.code = code


class Engine:
    """Does what its plan says, call after call: an answer, an error, or nothing."""

    def __init__(self, *plan):
        self.plan = list(plan)
        self.calls = 0
        self.closed = 0
        self.is_there = True
        self.warmed = asyncio.Event()

    async def warm(self):
        self.warmed.set()
        if not self.is_there:
            raise Away

    async def ask(self):
        self.calls += 1
        step = self.plan.pop(0) if len(self.plan) > 1 else self.plan[0]
        if isinstance(step, Exception):
            raise step
        if step is None:
            await asyncio.Event().wait()
        return step

    async def stream(self):
        try:
            for item in await self.ask():
                if isinstance(item, Exception):
                    raise item
                yield item
        finally:
            self.closed += 1


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def ladder_of(*engines, hedge_s=0.02, rest=None):
    steps = []
    rungs = [Rung(name, engine) for name, engine in zip("abc", engines, strict=False)]
    ladder = Ladder(
        "mind", rungs, (Away,), steps.append, hedge_s, rest or Rest(), Clock()
    )
    return ladder, steps


async def ask(ladder):
    rung, answer = await first_sign(ladder, lambda engine: engine.ask())
    return rung.name, answer


async def test_the_best_engine_is_asked_alone_when_it_answers():
    best, spare = Engine("hola"), Engine("spare")
    ladder, steps = ladder_of(best, spare)
    assert await ask(ladder) == ("a", "hola")
    assert (spare.calls, steps) == (0, [])


async def test_when_the_best_fails_the_next_answers_and_it_is_said_once():
    ladder, steps = ladder_of(Engine(Away()), Engine("spare"))
    assert await ask(ladder) == ("b", "spare")
    assert await ask(ladder) == ("b", "spare")
    assert [(s.engine, s.is_down, s.why) for s in steps] == [("b", True, "unreachable")]


async def test_an_engine_that_failed_is_not_asked_again_and_again():
    dead = Engine(Away())
    ladder, _ = ladder_of(dead, Engine("spare"))
    for _ in range(5):
        await ask(ladder)
    assert dead.calls == 1


async def test_a_silent_engine_is_overtaken_and_rests():
    silent = Engine(None)
    ladder, steps = ladder_of(silent, Engine("spare"))
    async with asyncio.timeout(10):
        assert await ask(ladder) == ("b", "spare")
    assert steps[0].why == "slow"
    await ask(ladder)
    assert silent.calls == 1
    assert len(asyncio.all_tasks()) == 1


async def test_a_slow_engine_may_still_win_against_a_slower_one():
    class Late(Engine):
        async def ask(self):
            await asyncio.sleep(0.03)
            return "late"

    ladder, steps = ladder_of(Late(), Engine(None), hedge_s=0.005)
    assert await ask(ladder) == ("a", "late")
    assert steps == []


async def test_the_last_engines_error_is_raised_when_all_fail():
    ladder, _ = ladder_of(Engine(Away()), Engine(Away("bad_answer")))
    with pytest.raises(Away, match="bad_answer"):
        await ask(ladder)


async def test_an_error_that_is_not_the_engines_is_raised_at_once():
    spare = Engine("spare")
    ladder, _ = ladder_of(Engine(LookupError("no microphone")), spare)
    with pytest.raises(LookupError):
        await ask(ladder)
    assert spare.calls == 0


async def test_it_steps_back_up_by_itself_when_the_better_one_is_there_again():
    better = Engine(Away(), "hola")
    ladder, steps = ladder_of(better, Engine("spare"), rest=Rest(0.01, 0.04))
    ladder.clock = asyncio.get_running_loop().time
    better.is_there = False
    async with watching(ladder), asyncio.timeout(10):
        assert await ask(ladder) == ("b", "spare")
        await better.warmed.wait()
        assert await ask(ladder) == ("b", "spare")
        better.is_there = True
        while ladder.rungs[0].rests_until is not None:
            better.warmed.clear()
            await better.warmed.wait()
        assert await ask(ladder) == ("a", "hola")
    assert [step.is_down for step in steps] == [True, False]


async def test_rests_grow_and_a_refused_key_rests_longest():
    ladder, _ = ladder_of(Engine(Away()), Engine("spare"), rest=Rest(10, 35))
    best = ladder.rungs[0]
    rests = []
    for _ in range(4):
        ladder.failed(best, Away())
        rests.append(best.rest_s)
    assert rests == [10, 20, 35, 35]
    ladder.worked(best)
    ladder.failed(best, Away("bad_key"))
    assert best.rest_s == 35


async def test_making_ready_finds_the_dead_before_any_customer_does():
    dead = Engine("never")
    dead.is_there = False
    ladder, _ = ladder_of(dead, Engine("spare"))
    await ladder.check()
    assert await ask(ladder) == ("b", "spare")
    assert dead.calls == 0


async def test_the_last_engine_is_made_ready_once_another_has_failed():
    best, spare = Engine("hola"), Engine("spare")
    ladder, _ = ladder_of(best, spare)
    await ladder.check()
    assert (best.warmed.is_set(), spare.warmed.is_set()) == (True, False)
    async with watching(ladder), asyncio.timeout(5):
        await asyncio.sleep(0)
        ladder.failed(ladder.now, Away())
        await spare.warmed.wait()


@pytest.mark.parametrize("others", [0, 1])
async def test_the_last_engine_is_ready_at_once_where_nothing_else_is(others):
    dead, last = Engine("never"), Engine("last")
    dead.is_there = False
    ladder, _ = ladder_of(*[dead] * others, last)
    await ladder.check()
    assert last.warmed.is_set()


async def collected(ladder, again=None):
    stream = streamed(ladder, lambda engine: engine.stream(), again=again)
    return [item async for _, item in stream]


async def test_a_stream_that_breaks_off_begins_anew_with_the_next():
    broken = Engine(["uno", Away()])
    spare = Engine(["uno", "dos"])
    ladder, steps = ladder_of(broken, spare)
    assert await collected(ladder, again="<again>") == ["uno", "<again>", "uno", "dos"]
    assert [step.engine for step in steps] == ["b"]
    assert (broken.closed, spare.closed) == (1, 1)


async def test_a_stream_of_the_last_engine_that_breaks_off_is_a_failure():
    ladder, _ = ladder_of(Engine(Away()), Engine(["uno", Away()]))
    with pytest.raises(Away):
        await collected(ladder)


async def test_leaving_a_stream_closes_the_engines_own():
    engine = Engine(["uno", "dos"])
    ladder, _ = ladder_of(engine, Engine(["spare"]))
    async with contextlib.aclosing(streamed(ladder, lambda e: e.stream())) as stream:
        await anext(stream)
    assert engine.closed == 1


async def test_an_empty_stream_is_an_answer():
    ladder, steps = ladder_of(Engine([]), Engine(["spare"]))
    assert await collected(ladder) == []
    assert steps == []


async def test_cancelling_a_race_leaves_no_task():
    ladder, _ = ladder_of(Engine(None), Engine(None), hedge_s=0.001)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.03):
            await ask(ladder)
    assert len(asyncio.all_tasks()) == 1


async def test_time_counts_from_the_release_of_the_button():
    held = asyncio.Event()
    spare = Engine("spare")
    ladder, _ = ladder_of(Engine(None), spare, hedge_s=0.005)
    race = asyncio.create_task(first_sign(ladder, lambda e: e.ask(), after=held))
    await asyncio.sleep(0.03)
    assert spare.calls == 0
    held.set()
    async with asyncio.timeout(10):
        rung, _ = await race
    assert rung.name == "b"
