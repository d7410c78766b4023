"""The one function by which a page calls the program: a request in JSON with attached bytes gives an answer in JSON with attached bytes.

No exception leaves it. What a person can put right is `error` or `refused` in the answer; anything else is `bug`, which holds no value that
was read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.registry.registry import BrokenSettings
from zhicheng.review.delivery.packet_zip import PacketRefused
from zhicheng.submission import beforehand, door_words, forge_files, reading_forms, received, saved_work, stages
from zhicheng.text import CHINA

Answer = tuple[Value, list[bytes]]


@dataclass(slots=True)
class Visit:
    """What is kept between two calls of a page: its submission, once the registry was opened."""

    submission: stages.Submission | None = None


def answered(page: Visit, request: str, attached: Sequence[bytes]) -> tuple[str, list[bytes]]:
    """The answer to a request, and the bytes attached to it.

    A request has `do`, one of CALLS, `time` (ISO 8601; without a zone that of China), and what the call takes. The answer has `ok`.
    """
    value: Value
    more: list[bytes] = []
    try:
        value, more = _done(page, json.loads(request), [bytes(one) for one in attached])
        value = {"ok": True, **value}
    except PacketRefused as refused:
        found = [{"code": one.code, "line": one.line, "message": one.message, "hint": one.hint} for one in refused.findings]
        value = {"ok": False, "refused": str(refused), "to_do": refused.to_do, "findings": found}
    except BrokenSettings:
        value = {"ok": False, "error": "登记库的基本设置有误，这一页现在不能用。请告诉中心。"}
    except UserError as error:
        value = {"ok": False, "error": str(error)}
    except MemoryError:
        value = {"ok": False, "error": "内存不够，没有读完。请关掉一些网页和程序，或者少选几个文件，再试一次。"}
    except Exception as error:
        value = {"ok": False, "bug": _where(error)}
    return json.dumps(door_words.on_page(value), ensure_ascii=False), more


def _where(error: Exception) -> str:
    """The type of an error and the places in the program that it passed through, without its text, which may be private."""
    lines = []
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        lines.append(f"{code.co_filename.rpartition('/')[2].partition('.')[0]}.{code.co_name}:{step.tb_lineno}")
        step = step.tb_next
    return f"{type(error).__name__} {' '.join(lines)}"


def _done(page: Visit, request: Value, attached: list[bytes]) -> Answer:
    time = datetime.fromisoformat(request["time"])
    return CALLS[request["do"]](page, time if time.tzinfo else time.replace(tzinfo=CHINA), request, attached)


def _submission(page: Visit) -> stages.Submission:
    if page.submission is None:
        raise UserError("登记库还没有打开。请稍等，或者重新打开这一页。")
    return page.submission


def _open(page: Visit, _: datetime, request: Value, attached: list[bytes]) -> Answer:
    page.submission, said = stages.opened(attached[0])
    return said, []


def _read(page: Visit, time: datetime, request: Value, attached: list[bytes]) -> Answer:
    files = list(zip(request["files"], attached, strict=True))
    return reading_forms.read(_submission(page), time, request.get("given", {}), files), []


def _private(page: Visit, _: datetime, __: Value, ___: list[bytes]) -> Answer:
    return reading_forms.private(_submission(page)), []


def _table(page: Visit, _: datetime, request: Value, __: list[bytes]) -> Answer:
    return reading_forms.table(_submission(page), request), []


def _fill(page: Visit, _: datetime, request: Value, __: list[bytes]) -> Answer:
    return reading_forms.fill(_submission(page), request.get("committee", "")), []


def _judge(page: Visit, time: datetime, request: Value, attached: list[bytes]) -> Answer:
    return stages.judge(_submission(page), time, request.get("given", {}))


def _preview(page: Visit, time: datetime, _: Value, __: list[bytes]) -> Answer:
    return beforehand.preview(_submission(page), time), []


def _comments(page: Visit, _: datetime, request: Value, attached: list[bytes]) -> Answer:
    return beforehand.commented(_submission(page), list(zip(request["files"], attached, strict=True)))


def _sheets(page: Visit, _: datetime, __: Value, ___: list[bytes]) -> Answer:
    return beforehand.sheets(_submission(page)), []


def _finish(page: Visit, time: datetime, request: Value, attached: list[bytes]) -> Answer:
    """The ciphertexts are attached first, then the papers named in `papers`."""
    names = request.get("papers", [])
    first = len(attached) - len(names)
    papers = list(zip(names, attached[first:], strict=True))
    said, content = stages.finish(_submission(page), time, request.get("given", {}), attached[:first], papers)
    return said, [content]


def _look(page: Visit, time: datetime, request: Value, attached: list[bytes]) -> Answer:
    return stages.look(_submission(page), time, attached[0], bool(request.get("full"))), []


def _online(page: Visit, time: datetime, request: Value, attached: list[bytes]) -> Answer:
    files, contents = forge_files.ways(_submission(page).registry, attached[0])
    return {"files": files}, contents


def _mark(page: Visit, time: datetime, request: Value, attached: list[bytes]) -> Answer:
    """What the page stores beside its own value, so that `resume` can tell which registry and version the work is about."""
    here = _submission(page)
    return {"mark": saved_work.marked(here.registry, here.commit)}, []


def _keep(page: Visit, time: datetime, request: Value, attached: list[bytes]) -> Answer:
    here = _submission(page)
    return {}, [saved_work.written(here.registry, here.commit, request["value"], list(zip(request["files"], attached, strict=True)))]


def _resume(page: Visit, time: datetime, request: Value, attached: list[bytes]) -> Answer:
    """Takes up work again: that with its mark in `work`, or the file that `keep` made, attached."""
    here = _submission(page)
    if not attached:
        value, told = saved_work.taken(here.registry, here.commit, request["work"])
        return {"value": value, "told": told}, []
    value, told, files = saved_work.read(here.registry, here.commit, attached[0])
    return {"value": value, "told": told, "files": [name for name, _ in files]}, [content for _, content in files]


def _decide(page: Visit, time: datetime, request: Value, attached: list[bytes]) -> Answer:
    said, content = stages.decide(_submission(page), time, attached[0], request["given"])
    return said, [content]


def _paper(page: Visit, time: datetime, request: Value, attached: list[bytes]) -> Answer:
    return {}, [received.paper(_submission(page).published, attached[0], request["name"])]


CALLS: dict[str, Callable[[Visit, datetime, Value, list[bytes]], Answer]] = {
    "open": _open,
    "read": _read,
    "private": _private,
    "table": _table,
    "fill": _fill,
    "judge": _judge,
    "comments": _comments,
    "preview": _preview,
    "sheets": _sheets,
    "finish": _finish,
    "look": _look,
    "online": _online,
    "mark": _mark,
    "keep": _keep,
    "resume": _resume,
    "decide": _decide,
    "paper": _paper,
}
