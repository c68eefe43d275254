"""The assistant: a model and its tools, until there is an answer."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from concurrent.futures import Executor
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import TypeVar

from agents.conversation import Conversation, CustomerSaid, Message, recent
from agents.debt_answer import DebtAnswer
from agents.errors import AgentError, ModelUnreachable
from agents.finding import Finding
from agents.head_start import Asked, HeadStart
from agents.lookahead import Looked, is_bargaining
from agents.model import ChatModel, HostedAnswer, HostedCalled, ModelDone, ModelEvent
from agents.model_pass import ModelPass, SplitSentences
from agents.past_turn import BringBack, Note, PastTurn, has_changed_something
from agents.rules import Plan, Rules
from agents.run import (
    Objected,
    Run,
    RunOutcome,
    SentenceMade,
    Tell,
    ToolFinished,
    ToolStarted,
)
from agents.sentence_check import Objection, SentenceCheck
from agents.tool import Tool
from agents.toolbox import Toolbox
from agents.wording import answers_alone, surest
from catalog import CatalogError

_T = TypeVar("_T")

_TAKEN_BACK = 20
"""Questions in a row that can be taken back."""


class Assistant:
    """Answers one customer's questions and remembers the visit.

    Every run ends in a named outcome and within `turn_limit_s`. What is kept of a run
    is decided by the caller with `keep`, because only the mouth knows how much of a
    reply the customer really heard.
    """

    def __init__(
        self,
        model: ChatModel,
        tools: Iterable[Tool],
        *,
        instructions: Callable[[], str],
        split: SplitSentences,
        check: SentenceCheck | None = None,
        rules: Rules | None = None,
        executor: Executor | None = None,
        starts_early: bool = False,
        step_limit: int = 5,
        turn_limit_s: float = 45.0,
        memory_tokens: int = 4000,
        notes: Sequence[Note] = (),
    ) -> None:
        """Join a model and its tools.

        Args:
            model: The engine.
            tools: What it may use.
            instructions: Gives the prompt for the moment (language, date, shop).
            split: Cuts text into sentences fit to be spoken.
            check: Judges a model's sentences before they are said; None lets all pass.
            rules: Answers where the model must not, or cannot truthfully.
            executor: Where tools that block run; None is asyncio's own.
            starts_early: Whether `foresee` begins anything.
            step_limit: Passes of the model in one run.
            turn_limit_s: Seconds for the whole run.
            memory_tokens: About so much of the visit is kept and sent, in tokens.
            notes: Note what the tools remember, for a question that is taken back.
        """
        self.conversation = Conversation()
        self._model = model
        self._rules = rules
        for_rules = rules.tools if rules else ()
        self._tools = Toolbox(tools, for_rules=for_rules, executor=executor)
        self._executor = executor
        self._starts_early = starts_early
        self._ahead: HeadStart | None = None
        self._instructions = instructions
        self._split = split
        self._check = check
        self._step_limit = step_limit
        self._turn_limit_s = turn_limit_s
        self._memory_tokens = memory_tokens
        self._notes = notes
        self._noted: list[BringBack] = []
        self._past: deque[PastTurn] = deque(maxlen=_TAKEN_BACK)

    @property
    def engine(self) -> str:
        """The model's name."""
        return self._model.name

    def rehearse(self, question: str) -> None:
        """Go through what a question needs, so that the first is as quick; may block.

        Only for an assistant that nobody will ask.
        """
        prompt = self._instructions()
        looked = (
            self._rules.plan(question, may_look=True).looked if self._rules else None
        )
        if self._check is not None:
            self._check.begin(question)
            self._check.add_answers([prompt, looked.result.text if looked else ""])
            self._check.objection(question, (), ())

    async def foresee(self, question: str) -> bool:
        """Begin to answer what the customer seems to ask; tells whether it did.

        Nothing comes of it unless the next `reply` asks the model the same. It is begun
        only where the rules are sure what data a question needs, and may not change.
        """
        await self.forget_foreseen()
        if not self._starts_early or self._rules is None or not self._may_look():
            return False
        look = self._off_the_loop(partial(self._rules.look, question))
        self._ahead = HeadStart(question, look, partial(self._ask_ahead, question))
        return await self._ahead.asks()

    async def forget_foreseen(self) -> None:
        """Throw away what was begun with `foresee`."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            await ahead.drop()

    async def reply(
        self, question: str, run: Run, tell: Tell, *, picture: bytes = b""
    ) -> None:
        """Answer a question, telling each step as it happens and filling in `run`.

        Cancelling it cancels everything behind it; `run` then holds what was made.

        Args:
            question: The customer's words.
            run: Filled in.
            tell: Told each step.
            picture: A JPEG that the question is about; empty: none.

        Raises:
            AgentError: The model could not be asked, broke off, or took too long.
            CatalogError, OSError: The data is away, and nothing else answers.
        """
        run.messages.append(CustomerSaid(question, picture))
        self._noted = [note() for note in self._notes]
        if self._check is not None:
            self._check.begin(question)
        try:
            async with asyncio.timeout(self._turn_limit_s):
                plan, prompt = await self._plan(question, is_seen=bool(picture))
                run.outcome = await self._answer(plan, prompt, run, tell)
        except TimeoutError as error:
            run.outcome = RunOutcome.EXPIRED
            message = f"no answer within {self._turn_limit_s:g} s"
            raise ModelUnreachable(message, code="timeout") from error
        except (AgentError, CatalogError, OSError):
            run.outcome = RunOutcome.FAILED
            raise
        finally:
            await self.forget_foreseen()

    def keep(self, run: Run, *, heard: str | None = None) -> None:
        """Remember a run, clipped to the words the customer heard.

        Args:
            run: A run, ended or cut short.
            heard: What was really said of the reply; None means all of it.
        """
        self.conversation.keep(run.messages, heard=heard, limit=self._memory_tokens)
        if run.messages and isinstance(asked := run.messages[0], CustomerSaid):
            is_final = has_changed_something(run.findings)
            self._past.append(PastTurn(asked.text, is_final, self._noted))

    @property
    def last_turn(self) -> PastTurn | None:
        """The customer's last question, unless too many were taken back."""
        return self._past[-1] if self._past else None

    def take_back(self) -> None:
        """Go back to before the last question; what is final stays done."""
        for bring_back in self._past.pop().notes:
            bring_back()
        self.conversation.drop_last_turn()

    async def _answer(
        self, plan: Plan, prompt: str, run: Run, tell: Tell
    ) -> RunOutcome:
        if self._check is not None:
            has_asked = self.conversation.awaits_an_answer
            self._check.is_elsewhere = plan.is_elsewhere and not has_asked
        if plan.looked is not None:
            self._use_looked(plan.looked, run, tell)
        if plan.is_by_rule:
            return await self._answer_by_rule(run, tell)
        for _ in range(self._step_limit):
            done = await self._think(self._model, prompt, run, tell)
            if done is None:
                return await self._answer_by_rule(run, tell)
            if not done.calls:
                return _outcome_of(done)
            found = await self._use_tools(self._model, done, run, tell)
            if self._rules is not None and any(map(_binds, found)):
                return await self._answer_by_rule(run, tell)
        return RunOutcome.STEP_LIMIT

    async def _plan(self, question: str, *, is_seen: bool) -> tuple[Plan, str]:
        """Decide who answers, and give the prompt for a model.

        What was foreseen is used if it was this question. Rules see no pictures.
        """
        rules = self._rules
        if is_seen and not self._model.is_trusted:
            return Plan(), await self._off_the_loop(self._instructions)
        if rules is None or self._model.is_trusted:
            return Plan(), self._instructions()
        looked = await self._ahead.looked(question) if self._ahead else None
        may_look = self._may_look()
        plan, prompt = await self._off_the_loop(
            lambda: (
                rules.plan(question, may_look=may_look, looked=looked),
                self._instructions(),
            )
        )
        is_worded = rules.word_what_is_sure and plan.looked is not None
        return replace(plan, is_by_rule=plan.is_by_rule or is_worded), prompt

    def _may_look(self) -> bool:
        is_at_debts = is_bargaining(self.conversation.messages)
        return not self._model.is_trusted and not is_at_debts

    def _use_looked(self, looked: Looked, run: Run, tell: Tell) -> None:
        """Take what was looked up for a tool's answer."""
        looked.remember()
        tell(ToolStarted(looked.tool))
        run.messages += looked.messages()
        run.findings.append(looked.finding)
        run.tools_s += looked.took_s
        if self._check is not None:
            self._check.add_answers([looked.result.text])
        tell(ToolFinished(looked.tool, looked.took_s))

    async def _ask_ahead(self, question: str, looked: Looked) -> Asked | None:
        """Begin a pass over a question that is not yet certain."""
        if self._rules is not None and self._rules.word_what_is_sure:
            return None
        messages = self._sent([CustomerSaid(question), *looked.messages()])
        prompt = await self._off_the_loop(self._instructions)
        stream = self._model.stream(prompt, messages, self._tools.offered)
        return Asked(prompt, messages, stream)

    def _sent(self, present: Sequence[Message]) -> list[Message]:
        """What a model reads: the present turn, and what fits of those before."""
        return recent([*self.conversation.messages, *present], self._memory_tokens)

    async def _off_the_loop(self, work: Callable[[], _T]) -> _T:
        """Do what may block where tools run."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, work)

    async def _answer_by_rule(self, run: Run, tell: Tell) -> RunOutcome:
        """Word what the tools found, or let the rules find the answer themselves."""
        if self._rules is None:
            return RunOutcome.REFUSED
        engine = self._rules.engine
        while (done := await self._think(engine, "", run, tell)) and done.calls:
            await self._use_tools(engine, done, run, tell)
        return RunOutcome.COMPLETED

    async def _use_tools(
        self, model: ChatModel, done: ModelDone, run: Run, tell: Tell
    ) -> list[Finding]:
        """Run the calls of a pass and give what they found."""
        before, found = len(run.messages), len(run.findings)
        await self._tools.use(done.calls, run, tell, by_rule=model.is_trusted)
        if self._check is not None:
            self._check.add_answers(m.text for m in run.messages[before:])
        if run.away and not answers_alone(surest(run.findings)):
            raise run.away[0]
        return run.findings[found:]

    async def _think(
        self, model: ChatModel, prompt: str, run: Run, tell: Tell
    ) -> ModelDone | None:
        """One pass of a model; what was said of it is kept even when cut short.

        A sentence that must not be said stops it, and the model tries once more; None
        when it was stopped for the second time in this run.
        """
        made = ModelPass(self._split, partial(self._use_hosted, run, tell))
        messages = self._sent(run.messages)
        try:
            while True:
                stream = await self._pass_of(model, prompt, messages)
                objection = await self._tell(made, stream, model, run, tell)
                if objection is None:
                    return made.done
                run.stopped += 1
                if run.stopped > 1:
                    return None
                prompt += f"\n\n{objection.complaint(' '.join(run.said))}"
        finally:
            if message := made.message():
                run.messages.append(message)
            run.input_tokens += made.input_tokens
            run.output_tokens += made.output_tokens

    def _use_hosted(
        self, run: Run, tell: Tell, event: HostedCalled | HostedAnswer
    ) -> None:
        """Take what a tool at the server found for a tool's answer."""
        if isinstance(event, HostedCalled):
            tell(ToolStarted(event.tool))
            return
        run.hosted.append(Finding(sources=event.sources, files=event.files))
        if self._check is not None:
            self._check.add_answers([event.text])

    async def _pass_of(
        self, model: ChatModel, prompt: str, messages: Sequence[Message]
    ) -> AsyncIterator[ModelEvent]:
        """Give a pass of a model, the one begun ahead if it is the same."""
        if self._ahead is not None and model is self._model:
            begun = await self._ahead.taken_over(prompt, messages)
            if begun is not None:
                return begun
        return model.stream(prompt, messages, self._tools.offered)

    async def _tell(
        self,
        made: ModelPass,
        stream: AsyncIterator[ModelEvent],
        model: ChatModel,
        run: Run,
        tell: Tell,
    ) -> Objection | None:
        """Tell the sentences of a try; give what stopped it, if anything did."""
        async with aclosing(made.sentences(stream)) as sentences:
            async for sentence in sentences:
                objection = self._objection(model, sentence, run)
                if objection is not None:
                    made.give_up(sentence=True)
                    tell(Objected(objection.kind))
                    return objection
                self._let_out(sentence, run, tell)
        return None

    def _objection(self, model: ChatModel, sentence: str, run: Run) -> Objection | None:
        if self._check is None or model.is_trusted:
            return None
        found = [*run.findings, *run.hosted]
        return self._check.objection(sentence, run.said, found)

    def _let_out(self, sentence: str, run: Run, tell: Tell) -> None:
        run.said.append(sentence)
        if self._check is not None:
            self._check.add_said(sentence)
        tell(SentenceMade(sentence))


def _binds(finding: Finding) -> bool:
    """Whether a finding must be told in the house's own words: a deal, or its terms."""
    record = finding.record
    if not isinstance(record, DebtAnswer):
        return False
    return record.result.get("status") in {"read_back", "accepted"}


def _outcome_of(done: ModelDone) -> RunOutcome:
    if done.is_refusal:
        return RunOutcome.REFUSED
    return RunOutcome.INCOMPLETE if done.is_incomplete else RunOutcome.COMPLETED
