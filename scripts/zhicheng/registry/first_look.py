"""What the frame of the pages needs before the registry is loaded: the words of its region, and the first rulebook of its current round."""

from __future__ import annotations

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry import own_codes
from zhicheng.registry.files import Files, Reader
from zhicheng.registry.paths import FOLDERS, SINGLE
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.round import filing_round
from zhicheng.registry.records.settings import Settings
from zhicheng.registry.records.wording import Wording, wording


def region_words(files: Files) -> tuple[Areas, Wording] | None:
    """The divisions and words of the region, without loading the registry; None where the divisions cannot be read."""
    ranks = own_codes.ranks_of(files)
    reader = Reader(files, ranks.codes)
    areas, words = (reader.one(kind, f"registry/{SINGLE[kind]}") for kind in ("areas", "wording"))
    if areas is None:
        return None
    table = Areas(areas.value)
    return table, wording(None if words is None else words.value, table, ranks.codes)


def first_rulebook(files: Files, current: Settings) -> Value | None:
    """The value of the first rulebook of the current round, without loading the registry; None where it or the round cannot be read."""
    reader = Reader(files, own_codes.ranks_of(files).codes)
    round_ = reader.one("round", f"registry/{FOLDERS['round']}/{current.current_round}.yaml")
    name = None if round_ is None else filing_round(round_.value).rulebooks[0]
    book = None if name is None else reader.one("rulebook", f"registry/{FOLDERS['rulebook']}/{name}.yaml")
    return None if book is None else book.value
