"""How the words of the search are read in pinyin, for what somebody types in Latin letters and for words that only sound right.

The browser puts a reading together from characters. What a character is read by itself is given once; pairs of characters that are a word
with a reading of its own (会计: kuai ji) are given beside. The dictionary of pypinyin is large, so it is imported where it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from zhicheng.documents.yaml_reading import Value
from zhicheng.system import dependencies

_IN_NAMES = {"勒": "le"}  # of places (阿勒泰, 疏勒), where the dictionary has another reading first


def readings(words: Iterable[str]) -> Value:
    """The readings of the words, and of the common characters, which misspelt words have: {syllables: {syllable: characters}, pairs}."""
    dependencies.check("pypinyin")
    from pypinyin import lazy_pinyin
    from pypinyin.constants import PHRASES_DICT
    from pypinyin.seg.simpleseg import seg

    known = {word for word in words if not word.isascii()}
    characters = sorted({one for word in known for one in word if "\u4e00" <= one <= "\u9fff"} | set(_common()))

    in_pinyin: Callable[[str], list[str]] = cache(lazy_pinyin)  # the same parts of words come up again and again

    def read_as(text: list[str] | str) -> list[str]:
        found = [syllable for part in (text if isinstance(text, list) else seg(text)) for syllable in in_pinyin(part)]
        return [_IN_NAMES.get(one, syllable) for one, syllable in zip(text, found, strict=True)] if len(found) == len(text) else found

    alone = dict(zip(characters, read_as(characters), strict=True))  # each by itself: a list is taken as words
    syllables: dict[str, list[str]] = {}
    for one, syllable in alone.items():
        syllables.setdefault(syllable, []).append(one)
    pairs: dict[str, str] = {}
    for pair in sorted({word[at : at + 2] for word in known for at in range(len(word) - 1)}):
        if pair in PHRASES_DICT:
            read = read_as(pair)
            if read != [alone.get(one) for one in pair]:
                pairs[pair] = " ".join(read)
    for word in sorted(known):  # whose reading is known of the whole word alone (都江堰: du jiang yan)
        whole = read_as(word)
        if len(whole) == len(word) and whole != _assembled(word, alone, pairs):
            for at in range(len(word) - 1):
                if whole[at : at + 2] != [alone.get(one) for one in word[at : at + 2]]:
                    pairs[word[at : at + 2]] = " ".join(whole[at : at + 2])
    return {"syllables": {syllable: "".join(found) for syllable, found in sorted(syllables.items())}, "pairs": pairs}


def _assembled(word: str, alone: Mapping[str, str], pairs: Mapping[str, str]) -> list[str | None]:
    """The reading that the browser puts together: of each character that in the pair which it begins, else ends, else by itself."""
    found = []
    for at, one in enumerate(word):
        first, second = pairs.get(word[at : at + 2]), pairs.get(word[at - 1 : at + 1]) if at else None
        found.append(first.split()[0] if first else second.split()[1] if second else alone.get(one))
    return found


def _common() -> Iterator[str]:
    """The 3,755 common characters of GB/T 2312, in its order."""
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue
