"""Names of branches and tags that people, Git or our commands would take for another one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from zhicheng.text import show

# Names that Git or we read as another ref, a commit, a day or an option: those of copies of this server (origin/main), full names,
# pseudo-refs, hashes.
_MISLEADING = re.compile(
    r"(?:origin|upstream|refs|heads|tags|remotes)(?:/|$)|[A-Z_]*HEAD$|[0-9a-f]{7,64}$|[0-9]{4}-[0-9]{2}-[0-9]{2}$|-", re.IGNORECASE
)
_OF_SNAPSHOTS = re.compile(r"v[0-9]{4}\.[0-9]{2}\.[0-9]{2}$")  # of tags alone


def faults(ref: str, known: Collection[str]) -> Iterator[str]:
    """Why the name of a branch or tag that is pushed is refused. `known` are the full names of all refs after the push."""
    kind = next((start for start in ("refs/tags/", "refs/heads/") if ref.startswith(start)), "")
    if not kind:
        return
    name, other = ref.removeprefix(kind), "refs/heads/" if kind == "refs/tags/" else "refs/tags/"
    words, others = ("标签", "分支") if kind == "refs/tags/" else ("分支", "标签")
    if any(_looks(one) == _looks(f"{other}{name}") for one in known):
        yield f"拒绝{words} {show(name, 200)}：已经有同名的{others}，命令会认错。请换一个名字。"
    elif any(one != ref and _looks(one) == _looks(ref) for one in known):
        yield f"拒绝{words} {show(name, 200)}：与另一个{words}只有大小写或者看不见的字符不同，会认错。请换一个名字。"
    elif _MISLEADING.match(name) or (kind == "refs/heads/" and _OF_SNAPSHOTS.match(name)):
        yield f"拒绝{words} {show(name, 200)}：这样的名字会被认成别的版本（例如 origin/main 或提交号）。请换一个名字。"


def _looks(ref: str) -> str:
    """A name as people, and disks that tell no case, see it: without what is invisible, and wide letters as others."""
    seen = (char for char in unicodedata.normalize("NFKC", ref) if unicodedata.category(char) not in ("Cf", "Cc"))
    return "".join(seen).casefold()
