"""Any OpenAI-compatible server as the coach's language model.

`chat.completions` is what all of them have. What a server does not know (structured output, token
counts in a stream, the older name of a limit) it refuses by name; then it is asked without, and
not again until the process ends.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import structlog

from core.coach.model import Message, ModelAway, ModelEndless, ModelFailed, Piece, Shape, Tool
from integrations.breaker import Breaker
from integrations.openai_wire import Answer, Takes, request

if TYPE_CHECKING:
    import openai
    from openai.types.chat import ChatCompletionChunk

OPENAI = "https://api.openai.com/v1"
NO_KEY = "none"
"""The package insists on a key; servers of one's own want none."""
log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, in seconds: for a connection, the first piece, the next one, the last.

    A server that names a longer wait than `longest_retry_after` is not waited for.
    """

    connect: float = 5.0
    first: float = 20.0
    next: float = 10.0
    whole: float = 40.0
    before_trying_again: float = 0.5
    longest_retry_after: float = 3.0


class OpenAIModel:
    """One client a process, made when it is first asked."""

    def __init__(
        self,
        model: str,
        key: str | None,
        base_url: str | None,
        *,
        patience: Patience = Patience(),
        breaker: Breaker | None = None,
        sleep: Callable[[float], Any] = asyncio.sleep,
    ) -> None:
        self._model = model
        self._key = key or NO_KEY
        self._base_url = base_url or OPENAI
        self._patience = patience
        self._breaker = breaker or Breaker(time.monotonic)
        self._sleep = sleep
        self._takes = Takes()
        self._client: openai.AsyncOpenAI | None = None
        self._making = asyncio.Lock()

    @property
    def host(self) -> str:
        """The server's name as a person reads it."""
        return urlsplit(self._base_url).netloc.rpartition("@")[2]

    async def answer(
        self, messages: Sequence[Message], tools: Sequence[Tool] = (), shape: Shape | None = None
    ) -> AsyncGenerator[Piece, None]:
        """See `LanguageModel`; asks a second time where nothing had come of the first."""
        wait = self._breaker.wait()
        if wait:
            raise ModelAway("not asked", wait)
        try:
            async with aclosing(self._tried_twice(messages, tools, shape)) as pieces:
                async for piece in pieces:
                    yield piece
        except ModelFailed as failed:
            self._count(failed)
            raise
        except BaseException:
            # Whoever asked went away: that tells nothing of the server.
            self._breaker.never_mind()
            raise
        self._breaker.went_well()

    async def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            await self._client.close()

    def _count(self, failed: ModelFailed) -> None:
        log.warning("no answer from the model", kind=failed.why, why=str(failed))
        if isinstance(failed, ModelEndless):
            # It is there, and has more to say than anybody reads.
            self._breaker.never_mind()
        else:
            self._breaker.failed()

    async def _tried_twice(
        self, messages: Sequence[Message], tools: Sequence[Tool], shape: Shape | None
    ) -> AsyncGenerator[Piece, None]:
        until = time.monotonic() + self._patience.whole
        begun = False
        try:
            async with aclosing(self._stream(messages, tools, shape, until)) as pieces:
                async for piece in pieces:
                    begun = True
                    yield piece
            return
        except ModelAway as away:
            pause = away.retry_after or self._patience.before_trying_again
            if begun or isinstance(away, _TooSlow) or pause > self._patience.longest_retry_after:
                raise
        await self._sleep(pause)
        async with aclosing(self._stream(messages, tools, shape, until)) as pieces:
            async for piece in pieces:
                yield piece

    async def _stream(
        self,
        messages: Sequence[Message],
        tools: Sequence[Tool],
        shape: Shape | None,
        until: float,
    ) -> AsyncGenerator[Piece, None]:
        client = await self._made()
        from integrations.openai_client import as_ours

        answer = Answer(messages)
        try:
            stream = await self._open(client, messages, tools, shape, until)
            answer.calls_are_words = shape is not None and self._takes.shape == "tool"
            async with stream:
                chunks = stream.__aiter__()
                patience = self._patience.first
                while (chunk := await _next(chunks, patience, until)) is not None:
                    patience = self._patience.next
                    for words in answer.take(chunk):
                        yield words
            for piece in answer.end():
                yield piece
        except ModelFailed:
            raise
        except Exception as error:
            ours = as_ours(error, begun=answer.begun)
            if ours is None:
                raise
            raise ours from None

    async def _open(
        self,
        client: openai.AsyncOpenAI,
        messages: Sequence[Message],
        tools: Sequence[Tool],
        shape: Shape | None,
        until: float,
    ) -> openai.AsyncStream[ChatCompletionChunk]:
        from integrations.openai_client import refused_fields

        while True:
            asked = request(self._model, self._takes, messages, tools, shape)
            try:
                async with _limit(self._patience.first, until):
                    stream: openai.AsyncStream[
                        ChatCompletionChunk
                    ] = await client.chat.completions.create(**asked)
                    return stream
            except Exception as error:
                if not self._takes.learn(refused_fields(error), shaped=shape is not None):
                    raise

    async def _made(self) -> openai.AsyncOpenAI:
        async with self._making:
            if self._client is None:
                # A second of reading files: not on the loop that everybody waits for.
                self._client = await asyncio.to_thread(self._make)
        return self._client

    def _make(self) -> openai.AsyncOpenAI:
        from integrations.openai_client import make_client

        patience = self._patience
        return make_client(
            self._key,
            self._base_url,
            connect_seconds=patience.connect,
            read_seconds=patience.first,
        )


class _TooSlow(ModelAway):
    """Waited for in vain; a second try would be waited for as long."""


@asynccontextmanager
async def _limit(patience: float, until: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(min(patience, until - time.monotonic())):
            yield
    except TimeoutError:
        raise _TooSlow("too slow") from None


async def _next(chunks: AsyncIterator[Any], patience: float, until: float) -> Any:
    """The next piece of the stream; None at its end."""
    async with _limit(patience, until):
        return await anext(chunks, None)
