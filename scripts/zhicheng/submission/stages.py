"""The steps of a submission from filled forms to a packet, where there is no Git, no key, and only the public part of the registry.

What is private is in memory only; the caller seals it. Values are JSON. The work is done by the functions behind `zhicheng submit`.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from zhicheng.documents.finding import Finding
from zhicheng.documents.finding_reports import count
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.forms.intake import filled_in, plan, record, trial
from zhicheng.forms.intake.answering import Answering
from zhicheng.forms.reading.result import FilledForms
from zhicheng.registry.key_holders import fingerprint
from zhicheng.registry.registry import Registry
from zhicheng.review.delivery import decision_packet
from zhicheng.submission import deciding, packets, received, snapshot
from zhicheng.text import show
from zhicheng.vault import recipients

_NO_KEY = "这里没有私钥，没法让原来的评委保留编号，请把附件3另交中心。"
_STATED = ("committee", "authority", "area", "signed_by")


@dataclass(slots=True, weakref_slot=True)
class Submission:
    """One submission: the snapshot of the registry in a folder, the registry read from it, and how far it has come.

    `read` is what the forms say with `answers` and `corrections`, `filling` what was filled in instead of them; `judged` is what came of
    it in `judged_in`, a copy of the registry.
    """

    folder: Path
    snapshot: bytes
    registry: Registry
    commit: str
    published: received.Published
    read: FilledForms | None = None
    answers: Answering | None = None
    corrections: dict[str, str] = field(default_factory=dict)
    filling: filled_in.Filling | None = None
    judged: plan.JudgedForms | None = None
    judged_in: Registry | None = None

    @property
    def sealed_out(self) -> Path:
        """The folder of sealed files, beside the registry."""
        return self.folder / "sealed"


def opened(content: bytes) -> tuple[Submission, Value]:
    """A submission with the registry of a snapshot, and what a page shows of it: names, and the committees to choose from.

    Its folder goes with it.
    """
    folder = Path(tempfile.mkdtemp(prefix="submission-"))
    commit = snapshot.unpacked(content, folder / "root")
    registry = snapshot.load(folder / "root")
    published = received.published(registry, commit, snapshot.times(folder / "root"))
    settings, words = registry.settings, registry.words
    submission = Submission(folder, content, registry, commit, published)
    weakref.finalize(submission, shutil.rmtree, folder, ignore_errors=True)
    return submission, {
        "name": settings.name,
        "round": settings.current_round,
        "sample": settings.sample,
        "commit": commit,
        "committees": [{"id": one.record.id, "name": one.record.name} for one in registry.committees if one.record.active],
        "unfiled": [{"id": one.id, "name": one.name} for one in registry.unfiled],
        "authorities": [{"code": code, "name": words.unit(code)} for code in words.authorities],
    }


def was_read(submission: Submission) -> FilledForms:
    """What was read. Raises UserError before that."""
    if submission.read is None:
        raise UserError("还没有读表。请先选填好的表。")
    return submission.read


def judge(submission: Submission, time: datetime, given: Value) -> tuple[Value, list[bytes]]:
    """Judges what was read against the registry: findings, what would change, and what has to be sealed, to whom; with the plaintexts.

    `given` has `committee`, `authority`, `area`, `filed_on`, `signed_by`, `signed_on`, `consulted`, as far as stated. Where something is
    wrong there are no plaintexts, and `stopped` says what to do. Raises UserError as `zhicheng submit`.
    """
    forms, answers = was_read(submission), submission.answers or Answering()
    if (given.get("committee") or "").startswith("employer-"):
        raise UserError("单位直接报送的花名册由中心按地区合成一份，这里没有私钥，合不成，也不能打包。请把附件3另交中心。")
    submission.judged, today = None, time.date()
    if errors := count(forms.findings)["errors"]:
        return _stopped(submission, forms.findings, plan.not_understood(errors)), []
    registry = replace(
        submission.registry, present={kind: set(ids) for kind, ids in submission.registry.present.items()}, sealed_out=submission.sealed_out
    )
    identifier = record.find(registry, given.get("committee") or forms.committee, forms.record)
    forms = replace(forms, record=dict(forms.record), stated=dict(forms.stated))  # judging completes it; the clerk may judge again
    left_out = trial.leave_unsealed(registry, identifier, None, forms, today, _NO_KEY)
    try:
        judged = plan.judge(registry, _instructions(given, identifier, answers.used), forms, today)
    except plan.Refused as refused:
        return _stopped(submission, refused.findings, refused.words), []
    found, _ = trial.findings_of(registry, judged.made.document.path, forms, today, judged.findings)
    if errors := count(found)["errors"]:
        return _stopped(submission, found, f"{errors} 个错误，没有密封，也没有打包。请在表里改好，再来一次。"), []
    submission.judged, submission.judged_in = judged, registry
    holders = recipients.of_file(registry, identifier, today) if judged.to_seal else []
    return {
        "committee": identifier,
        "stopped": "",
        "left_out": [one.said for one in left_out],
        "findings": _shown(submission, found),
        "changes": record.described(registry, judged.made) if judged.made.changed else [],
        "to_seal": [{"what": _what(one.plain), "recipients": list(one.recipients)} for one in judged.to_seal],
        "holders": [{"key": one.key, "holder": one.holder, "role": one.role, "fingerprint": fingerprint(one.key)} for one in holders],
    }, [one.plain for one in judged.to_seal]


def _what(plain: bytes) -> str:
    return "花名册" if b'"experts"' in plain else "联系人"


def _instructions(given: Value, identifier: str, answers: dict[str, str]) -> plan.Instructions:
    """What the clerk states, as on the command line. Raises UserError where a day is none, or half of a signature is given."""
    days = {name: _day(given[name]) for name in ("filed_on", "signed_on") if given.get(name)}
    if bool(given.get("signed_by")) != ("signed_on" in days):
        raise UserError("签字的负责人和签字的日期要一起写。")
    stated = {name: given[name] for name in _STATED if given.get(name)}
    consulted = tuple(given.get("consulted", ()))
    return plan.Instructions(**{**stated, **days, "committee": identifier}, consulted=consulted, answers=answers)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(f"没有这一天：{show(text, 20)}。请写成 2026-01-31 的样子。") from None


def finish(
    submission: Submission, time: datetime, given: Value, ciphertexts: Sequence[bytes], papers: Sequence[tuple[str, bytes]]
) -> tuple[Value, bytes]:
    """The packet of what was judged, with the ciphertexts in the order of the plaintexts, and printed forms, `papers` (name and content).

    `given` may have `by`, the office that submits. Raises UserError where nothing was judged, and PacketRefused where it is no good packet.
    """
    if submission.judged is None or submission.judged_in is None:
        raise UserError("还没有核对过，没有可以打包的。请先核对。")
    if len(ciphertexts) != len(submission.judged.to_seal):
        raise UserError("密封的份数不对，没有打包。请重新核对、密封一次。")
    planned = plan.finish(submission.judged_in, submission.judged, ciphertexts)
    submission.judged = submission.judged_in = None  # its document is changed: a second packet begins with judging
    files = {below(submission, path): content for path, content in planned.files}
    with tempfile.TemporaryDirectory(prefix="packing-") as folder:
        return packets.made(Path(folder), submission.snapshot, planned.made.id, files, time, given.get("by"), papers)


def below(submission: Submission, path: Path) -> str:
    """The path of a written file as a packet names it: relative to the registry's root, or the name of a sealed file below `vault/`."""
    if path.is_relative_to(submission.sealed_out):
        return f"vault/{path.name}"
    return path.relative_to(submission.registry.root).as_posix()


def look(submission: Submission, time: datetime, content: bytes, full: bool) -> Value:
    """What a packet holds, how it compares with what is registered, and the findings on its files; with `full` also the findings on other
    files, and the report. Of an opinion on a packet: what it says. Raises PacketRefused where the bytes are neither.
    """
    if decision_packet.is_one(content):
        return {"opinion": deciding.shown(submission.registry, content)}
    published = submission.published
    if not full:
        return received.shown(published, *received.glanced(published, content, time))
    found = received.looked(published, content, time)
    return {**received.shown(published, found.packet, found.findings, found.state), "report": received.report_shown(found)}


def decide(submission: Submission, time: datetime, content: bytes, given: Value) -> tuple[Value, bytes]:
    """An office's opinion on a packet, as a .zip to be taken to whoever has the registry (see deciding)."""
    return deciding.decided(submission.published, content, time, given)


def _stopped(submission: Submission, findings: Sequence[Finding], words: str) -> Value:
    return {
        "stopped": words,
        "findings": _shown(submission, findings),
        "left_out": [],
        "changes": [],
        "to_seal": [],
        "holders": [],
    }


def _shown(submission: Submission, findings: Sequence[Finding]) -> list[Value]:
    """Findings for a page. Those on fields that were filled in on the page have their pointers there."""
    filling = submission.filling
    at = (lambda pointer: pointer) if filling is None else filling.at
    return [{**received.finding_shown(one), "pointer": one.pointer if one.file == filled_in.FILE else at(one.pointer)} for one in findings]
