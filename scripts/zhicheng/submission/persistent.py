"""A stand-in for the compiled package rpds: the three collections that jsonschema and referencing take from it. In a browser this file is
`rpds.py`.

Nothing is changed in place: each method returns a new collection. Copying costs more than the shared structures of rpds, which does not
matter for the few entries here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any


class HashTrieMap(Mapping[Any, Any]):
    """A mapping; `update` takes mappings, pairs and names as `dict` does."""

    def __init__(self, given: Any = (), **named: Any) -> None:
        self._held: dict[Any, Any] = dict(given, **named)

    @classmethod
    def convert(cls, given: Any) -> HashTrieMap:
        """`given` itself where it is one already."""
        return given if isinstance(given, cls) else cls(given)

    def __getitem__(self, key: Any) -> Any:
        return self._held[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __hash__(self) -> int:
        return hash(frozenset(self._held.items()))

    def __repr__(self) -> str:
        return f"HashTrieMap({self._held!r})"

    def insert(self, key: Any, value: Any) -> HashTrieMap:
        return HashTrieMap({**self._held, key: value})

    def remove(self, key: Any) -> HashTrieMap:
        """Raises KeyError where there is no such key."""
        held = dict(self._held)
        del held[key]
        return HashTrieMap(held)

    def discard(self, key: Any) -> HashTrieMap:
        return self.remove(key) if key in self._held else self

    def update(self, *given: Any, **named: Any) -> HashTrieMap:
        held = dict(self._held)
        for one in (*given, named):
            held.update(one)
        return HashTrieMap(held)


class HashTrieSet(frozenset[Any]):
    """A set."""

    def insert(self, item: Any) -> HashTrieSet:
        return HashTrieSet(self | {item})

    def remove(self, item: Any) -> HashTrieSet:
        """Raises KeyError where there is no such item."""
        if item not in self:
            raise KeyError(item)
        return HashTrieSet(self - {item})

    def discard(self, item: Any) -> HashTrieSet:
        return HashTrieSet(self - {item})

    def update(self, *given: Iterable[Any]) -> HashTrieSet:
        return HashTrieSet(self.union(*given))


class List(tuple[Any, ...]):
    """A list that grows at its front. `List(1, 2)` has two items, `List((1, 2))` those of the one collection given."""

    def __new__(cls, *given: Any) -> List:
        return super().__new__(cls, given[0] if len(given) == 1 else given)

    @property
    def first(self) -> Any:
        """Raises IndexError where it is empty."""
        return self[0]

    @property
    def rest(self) -> List:
        return List(self[1:])

    def push_front(self, item: Any) -> List:
        return List((item, *self))

    def drop_first(self) -> List:
        """Raises IndexError where it is empty."""
        if not self:
            raise IndexError("empty list")
        return self.rest
