"""Checks a push to a bare Git server before it is accepted (pre-receive hook), with the program installed on the server.

Git gives the hook one line for each ref (old, new, name) and keeps the new objects in quarantine until the hook succeeds. `pushed_view`
makes them visible in a temporary repository whose HEAD is the pushed commit; the registry is read from there. No pushed code is run, and no
setting of the change is used.

A bare server has neither accounts nor reviews. The hook enforces that the main branch accepts only changes with the approvals that its own
reviewers.yaml requires, as far as the server's administrator recorded them; see `approvals_of`.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhicheng.documents import finding_reports
from zhicheng.documents.finding import Finding
from zhicheng.errors import UserError
from zhicheng.registry import at_commit
from zhicheng.registry.registry import BrokenSettings, Registry
from zhicheng.review import approvals, forge_lists, merging, route_report
from zhicheng.review import change as changes_under_review
from zhicheng.review.delivery import push_decisions, push_vault, push_versions, ref_names
from zhicheng.review.forge_lists import ForgeReview, NotAList
from zhicheng.rules.comparison import marked
from zhicheng.rules.engine import check
from zhicheng.system import git
from zhicheng.text import listed, reason, show
from zhicheng.vault.guard import Refusal, of_ref, refusals

REVIEWS = "zhicheng.reviews"  # the Git setting of the bare repository that names the file of reviews
_NONE = "0" * 40
_CHAIN = 5  # symbolic refs that lead to one another
_SNAPSHOT = re.compile(r"refs/tags/v[0-9]{4}\.[0-9]{2}\.[0-9]{2}")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Update:
    """A ref that a push would create, move or delete: its hash before and after, "" where it does not exist."""

    old: str
    new: str
    ref: str


def updates(given: bytes) -> list[Update]:
    """The updates in the lines that Git gives a pre-receive hook. Raises UserError where the input has another form."""
    found = []
    for line in given.decode("utf-8", "surrogateescape").splitlines():
        old, _, rest = line.partition(" ")
        new, _, ref = rest.partition(" ")
        if not (git.HASH.fullmatch(old) and git.HASH.fullmatch(new) and ref.startswith("refs/")):
            raise UserError("标准输入里不是 Git 交给 pre-receive 的内容。这个命令由 Git 在收到推送时运行，不用手工运行。")
        found.append(Update(old.strip("0") and old, new.strip("0") and new, ref))
    return found


def is_refused(repository: Path, quarantine: Path | None, pushed: list[Update], today: date, say: Say) -> bool:
    """Whether a push must be refused; messages for the pusher go to `say`.

    `quarantine` is Git's folder of the new objects, None where there is none. Raises UserError where the push cannot be checked; it must be
    refused then too.
    """
    main = _main(repository)
    tip = (git.ask(repository, "rev-parse", "--verify", "--quiet", main) or b"").decode().strip()
    pushed = [Update(update.old, update.new, _moved(repository, update.ref)) for update in pushed]
    after = next((update.new for update in pushed if update.ref == main), tip)
    known = {*_refs(repository), *(update.ref for update in pushed if update.new)}
    refused = False
    for update in pushed:
        with pushed_view(repository, quarantine, update.new or tip) as root:
            named = ref_names.faults(update.ref, known) if update.new else ()
            faults = [*named, *_ref_faults(repository, root, update, main, tip, after, today, say)]
        for line in faults:
            say(line)
        refused = refused or bool(faults)
    return refused


def _main(repository: Path) -> str:
    """The full name of the main branch, which HEAD names. Raises UserError where it names none."""
    head = (git.ask(repository, "symbolic-ref", "HEAD") or b"").decode().strip()
    if not head.startswith("refs/heads/"):
        raise UserError("服务器上的仓库没有写明主分支（HEAD）。请管理员运行 git symbolic-ref HEAD refs/heads/main。")
    return _moved(repository, head)


def _moved(repository: Path, ref: str) -> str:
    """The ref that an update of `ref` moves: for a symbolic ref, as after a renaming, the one that it leads to."""
    for _ in range(_CHAIN):
        target = (git.ask(repository, "symbolic-ref", "--quiet", ref) or b"").decode("utf-8", "surrogateescape").strip()
        if not target:
            return ref
        ref = target
    raise UserError(f"服务器上的 {show(ref, 200)} 绕成了圈。请管理员运行 git symbolic-ref --delete 删去它。")


def _refs(repository: Path) -> list[str]:
    """The full names of all branches and tags of the server."""
    output = git.ask(repository, "for-each-ref", "--format=%(refname)", "refs/heads", "refs/tags") or b""
    return output.decode("utf-8", "surrogateescape").splitlines()


@contextmanager
def pushed_view(repository: Path, quarantine: Path | None, commit: str) -> Iterator[Path]:
    """A temporary repository that borrows the objects of `repository` and of the quarantine; its HEAD is `commit`."""
    stores = [path for path in (quarantine, repository / "objects") if path is not None]
    with tempfile.TemporaryDirectory(prefix="zhicheng-") as folder:
        root = Path(folder)
        for name in ("objects/info", "refs"):
            (root / name).mkdir(parents=True)
        (root / "objects/info/alternates").write_bytes(b"".join(os.fsencode(store.resolve()) + b"\n" for store in stores))
        (root / "HEAD").write_text(f"{commit or 'ref: refs/heads/main'}\n", encoding="ascii")
        format_ = (git.ask(repository, "rev-parse", "--show-object-format") or b"sha1").decode().strip()
        version, extensions = (0, "") if format_ == "sha1" else (1, f"[extensions]\n\tobjectformat = {format_}\n")
        text = f"[core]\n\trepositoryformatversion = {version}\n\tbare = true\n{extensions}"
        (root / "config").write_text(text, encoding="ascii")
        yield root


def _ref_faults(repository: Path, root: Path, update: Update, main: str, tip: str, after: str, today: date, say: Say) -> Iterator[str]:
    """The reasons, in Chinese, why an update is refused; none where it is allowed."""
    name = show(update.ref.removeprefix("refs/heads/").removeprefix("refs/tags/"), 200)
    if not update.ref.startswith(("refs/heads/", "refs/tags/")):
        yield f"拒绝 {show(update.ref, 200)}：只接受分支和标签。"
    elif update.ref.startswith("refs/tags/"):
        if update.old and _SNAPSHOT.fullmatch(update.ref):
            yield f"拒绝 {name}：快照的标签不能改，也不能删。请另打一个标签。"
        elif update.new and not _reaches(root, update.new, after):
            yield f"拒绝 {name}：标签要打在主分支的版本上。"
        elif update.new:
            yield from _private_faults(of_ref(root, update.ref, update.new, tip), name, say)
    elif not update.new:
        if update.ref == main:
            yield f"拒绝：主分支 {name} 不能删除。"
    elif git.ask(root, "cat-file", "-e", f"{update.new}^{{commit}}") is None:
        yield f"拒绝 {name}：它指的不是一个提交。"
    elif update.ref == main and tip and not _reaches(root, tip, update.new):
        yield f"拒绝：主分支 {name} 只能接着往下提交，不能改写历史。请先取来最新的主分支，合并以后再推送。"
    else:
        server = push_vault.Server(repository, push_vault.vault_of(repository, root), update.ref == main)
        faults = list(_file_faults(root, update, tip, today, name, server, say))
        yield from faults
        if tip and not faults:
            yield from _approval_faults(repository, root, tip, update, update.ref == main, say)


def _reaches(root: Path, before: str, commit: str) -> bool:
    """Whether `commit` is `before` or a descendant of it."""
    return bool(commit) and git.contains(root, commit, f"{before}^{{commit}}")


# --- the files -----------------------------------------------------------------------------------------------------------


def _file_faults(root: Path, update: Update, tip: str, today: date, name: str, server: push_vault.Server, say: Say) -> Iterator[str]:
    """The reasons to refuse a pushed commit by the checks of `guard` and `validate --base`, whose details go to `say`."""
    if not git.tree(root, update.new, "registry"):
        yield f"拒绝 {name}：里面没有登记册（registry/）。是不是把密封库或者别的仓库推送到这里了？请用 git remote -v 核对。"
        return
    yield from _private_faults([*of_ref(root, update.ref, update.new, tip), *refusals(root, None, tip or _NONE)], name, say)
    if git.resolve(root, update.new) is None:
        yield f"拒绝 {name}：Git 读不出这个版本。"
        return
    try:
        loaded = at_commit.load(root, update.new)
    except BrokenSettings as error:
        found, files = error.findings, error.files
    else:
        before = _before(root, loaded, tip)
        found, files = _judged(loaded, before, today), loaded.files
        yield from push_vault.not_arrived(loaded, before, name, server, say)
        if server.is_main and tip:
            for wrong in push_decisions.unfounded(root, tip, loaded, before, lambda commit: approvals_of(server.repository, commit)):
                yield f"拒绝 {name}：审核记录与审核对不上：{wrong}。请用 zhicheng record 登记，不要手工写。"
    errors = finding_reports.text_report(finding for finding in found if finding.severity == "error")
    if errors:
        say(errors.rstrip("\n"))
    totals, known = finding_reports.count(found), finding_reports.count(finding for finding in found if finding.before)
    say(f"{name}：检查了 {len(files)} 个文件，{totals['errors']} 个错误，{totals['warnings']} 个提醒。")
    if known["errors"]:
        say(f"{name}：其中 {known['errors']} 个错误不是这次修改带来的，不影响这次推送。")
    if totals["errors"] > known["errors"]:
        yield f"拒绝 {name}：请按上面的建议改好以后再推送。提交以前可以在本机运行 zhicheng validate 检查。"


def _private_faults(found: list[Refusal], name: str, say: Say) -> Iterator[str]:
    """The reason to refuse what the guard found, if it is more than reminders; the details go to `say`."""
    for one in found:
        say(str(one))
    if refused := sum(not one.is_reminder for one in found):
        yield f"拒绝 {name}：发现 {refused} 处不能进入仓库的内容，见上。"


def _before(root: Path, loaded: Registry, tip: str) -> Registry | None:
    """The registry where a pushed one branched off from the main branch; None where there is none that can be read.

    What was public there is put into the pushed one.
    """
    if not tip:
        return None
    fork = git.fork_point(root, tip)
    try:
        before = at_commit.load(root, fork)
    except (BrokenSettings, UserError):
        before = None
    at_commit.put_published(loaded, fork, before)
    return before


def _judged(loaded: Registry, before: Registry | None, today: date) -> list[Finding]:
    """The findings of a pushed registry, with those marked that were there `before`."""
    found = check(loaded, today).findings
    return found if before is None else marked(found, loaded, before, today)


# --- the route -----------------------------------------------------------------------------------------------------------


def _approval_faults(repository: Path, root: Path, tip: str, update: Update, is_main: bool, say: Say) -> Iterator[str]:
    """Why the main branch refuses a commit: missing approvals. For another branch `say` gets the offices that must review it."""
    change = changes_under_review.read(root, tip, update.new)
    if not is_main:
        if change.stations:
            say(f"合并到主分支以前，要由以下单位审核 {update.new[:12]}：{listed(station.office for station in change.stations)}。")
        return
    head, otherwise = merging.reviewed_commit(root, tip, change)
    verdict = approvals.judge(change.stations, approvals_of(repository, head), head)
    say(route_report.text_report(changes_under_review.Change(change.base, head, change.commits, change.files, change.stations), verdict))
    if verdict.passed:
        say("提醒：这里没有代码平台，没有核对审核人是不是提交人。")
        yield from push_versions.faults(root, tip, update.new, verdict)
        return
    if otherwise:
        yield f"合并的版本与审核的版本不同：{listed(otherwise[:5])}。合并时没有改动的，审核才算数。"
    line = merging.versions(root, tip, update.new)
    several = [one for one in line if len(one.parents) == 2]
    if not line:  # as `git pull` does it
        yield push_versions.beside_main(update.new)
    elif len(several) > 1:
        first = several[-1].revision
        yield f"这次推送里有 {len(several)} 次合并，审核看不出是哪一次的。请按先后逐次推送，例如先 git push origin {first[:12]}:main。"
    yield f"拒绝：审核还不齐，主分支不能接受 {head[:12]}。"


def approvals_of(repository: Path, head: str) -> Iterable[ForgeReview]:
    """The reviews of the commit `head` in the server's file of reviews, which has the form of a forge's JSON list.

    The Git setting `zhicheng.reviews` of the bare repository, which no push can change, names the file. It holds the reviews of all
    changes. Raises UserError where the setting is missing or the file unusable.
    """
    named = git.ask(repository, "config", "--type=path", "--get", REVIEWS)
    file = os.fsdecode((named or b"").rstrip(b"\n"))
    if not file:
        raise UserError(
            f"服务器上没有写明审核记录放在哪里，主分支不能接受修改。请管理员在仓库里运行：git config {REVIEWS} 审核记录文件的完整路径"
        )
    try:
        found = forge_lists.read(Path(file).read_bytes())
    except NotAList as error:
        raise UserError(f"服务器上的审核记录用不了：{error}。请管理员改好 {REVIEWS} 指的文件。") from None
    except OSError as error:
        raise UserError(f"读不了服务器上的审核记录：{reason(error)}。请管理员核对 {REVIEWS}。") from None
    return [review for review in found if review.commit == head]
