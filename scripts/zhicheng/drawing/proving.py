"""Showing that somebody was in the list of a draw, after the results of the review were published: not that they were drawn.

What is given out opens the commitment in `list` alone. The candidates of the ranking are committed to with other salts, so that nobody can
tell from it at which rank somebody stood.
"""

from __future__ import annotations

from zhicheng.documents.yaml_reading import Value
from zhicheng.draws import files
from zhicheng.draws.commitments import Person, commitment
from zhicheng.errors import UserError

_FIELDS = ("draw", *Person._fields, "salt")


def proof(value: Value, sealed: Value, roster: str, expert: str) -> Value:
    """The proof that an expert of a roster was in the list. Raises UserError before publication, or where nobody of that id was."""
    name = files.draw_id(value)
    if "published" not in value:
        raise UserError(f"{name} 的评审结果还没有公示，现在不能证明谁在名单里：评审没有完，这会让人知道可以找谁。")
    found = next((one for one in sealed["people"] if (one["roster"], one["expert"]) == (roster, expert)), None)
    if found is None:
        raise UserError(f"{roster} 里这个评委编号的人不在 {name} 的名单里。")
    return {"draw": name, **files.person(found)._asdict(), "salt": found["list_salt"]}


def refuse_wrong(value: Value, given: object) -> None:
    """Raises UserError where a proof, as read from its file, does not show that its person was in the list of a draw."""
    if not isinstance(given, dict) or sorted(given) != sorted(_FIELDS) or not all(isinstance(one, str) for one in given.values()):
        raise UserError(f"证明的文件不合格式：应有 {'、'.join(_FIELDS)} 七项文字。请用 zhicheng draw prove 写出的原文件。")
    if given["draw"] != files.draw_id(value):
        raise UserError(f"这是另一次抽取的证明，不是 {files.draw_id(value)} 的。")
    person = Person(*(given[name] for name in Person._fields))
    if commitment(given["salt"], person, "list") not in value["plan"]["list"]:
        raise UserError("证明不成立：名单公布的指纹里没有这个人。内容改过一个字，也不成立。")
