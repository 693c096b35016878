"""Finished answers are kept within their room, and made once."""

from __future__ import annotations

import asyncio

from app.api.bodies import Bodies, Body


def test_an_answer_that_is_too_large_pushes_nothing_out() -> None:
    made: list[tuple[str, int]] = []

    async def ask(bodies: Bodies, key: str, size: int) -> None:
        async def make() -> Body:
            made.append((key, size))
            return Body(bytes(size))

        assert len((await bodies.get(key, 1, make)).content) == size

    async def ask_all() -> None:
        bodies = Bodies(max_bytes=100)
        for key, size in (("small", 60), ("huge", 101), ("small", 60), ("huge", 101)):
            await ask(bodies, key, size)

    asyncio.run(ask_all())
    assert made == [("small", 60), ("huge", 101), ("huge", 101)]


def test_the_least_recently_asked_go_first() -> None:
    made: list[str] = []

    async def ask(bodies: Bodies, key: str) -> None:
        async def make() -> Body:
            made.append(key)
            return Body(bytes(40))

        await bodies.get(key, 1, make)

    async def ask_all() -> None:
        bodies = Bodies(max_bytes=100)
        for key in ("a", "b", "a", "c", "a", "b"):
            await ask(bodies, key)

    asyncio.run(ask_all())
    assert made == ["a", "b", "c", "b"]
