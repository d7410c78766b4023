"""Small faults that can be made in a program, one at a time, and in a loaded program: what `make mutants` draws from.

Of comparisons, conditions, numbers, calls and small sets of constants. Docstrings, texts, annotations and decorators stay as they are.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import gc
import inspect
import random
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import CodeType, FunctionType
from typing import NamedTuple

SOURCE = "scripts/zhicheng"

Edit = tuple[int, int, str]  # where the bytes to be replaced start and end, and by what
_TOKENS: dict[type[ast.AST], tuple[str, tuple[str, ...]]] = {
    ast.Lt: ("<", ("<=", ">=")),
    ast.LtE: ("<=", ("<", ">")),
    ast.Gt: (">", (">=", "<=")),
    ast.GtE: (">=", (">", "<")),
    ast.Eq: ("==", ("!=",)),
    ast.NotEq: ("!=", ("==",)),
    ast.In: (r"\bin\b", ("not in",)),
    ast.NotIn: (r"\bnot\s+in\b", ("in",)),
    ast.Is: (r"\bis\b", ("is not",)),
    ast.IsNot: (r"\bis\s+not\b", ("is",)),
    ast.Add: (r"\+", ("-",)),
    ast.Sub: ("-", ("+",)),
    ast.Mult: (r"\*", ("//",)),
    ast.FloorDiv: ("//", ("*",)),
    ast.Mod: ("%", ("*",)),
    ast.BitOr: (r"\|", ("&",)),
    ast.BitAnd: ("&", ("|",)),
}
_OTHER_NAME = {"min": "max", "max": "min", "any": "all", "all": "any"}
_SMALL_SET = range(2, 9)  # elements of a display of constants, any of which may be left out
_TEXTS = (ast.JoinedStr, ast.List, ast.Tuple)  # what one adds to, and cannot subtract from


class Mutant(NamedTuple):
    """One fault: where it is, the source with it, and the lines concerned without and with it, their spaces made one."""

    path: str
    function: str
    line: int
    before: str
    after: str
    source: bytes

    @property
    def name(self) -> tuple[str, str, str, str]:
        return self.path, self.function, self.before, self.after


class _Text:
    """The bytes of a module, and the place of each node in them."""

    def __init__(self, source: bytes) -> None:
        self.bytes = source
        self.lines = [0, *(found.end() for found in re.finditer(rb"\n", source))]

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.lines[node.lineno - 1] + node.col_offset, self.lines[node.end_lineno - 1] + node.end_col_offset

    def __getitem__(self, node: ast.expr) -> str:
        start, end = self.span(node)
        return self.bytes[start:end].decode()


def mutants(path: str, source: bytes) -> Iterator[Mutant]:
    """Every mutant of a module, without looking whether it still parses."""
    text = _Text(source)
    for node, function in _nodes(ast.parse(source), ""):
        for start, end, new in _edits(node, text):
            first = source.rfind(b"\n", 0, start) + 1
            last = source.find(b"\n", end) % (len(source) + 1)
            after = source[first:start] + new.encode() + source[end:last]
            line = source.count(b"\n", 0, start) + 1
            whole = source[:start] + new.encode() + source[end:]
            yield Mutant(path, function, line, *(" ".join(part.decode().split()) for part in (source[first:last], after)), whole)


def _nodes(node: ast.AST, function: str) -> Iterator[tuple[ast.AST, str]]:
    """Every node that may be changed, with the qualified name of the function or class it stands in."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_left_alone(child):
                inner = function
                if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    inner = f"{function}.{child.name}".lstrip(".")
                yield child, inner
                yield from _nodes(child, inner)


def _is_left_alone(node: ast.AST) -> bool:
    """Texts, names exported, slots, and what is there for types alone."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        types = isinstance(node.value, ast.Subscript) and node.targets[0].id[0].isupper() and not node.targets[0].id.isupper()
        return types or node.targets[0].id in ("__all__", "__slots__")
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        return node.value.id in ("Literal", "Callable", "Mapping", "Iterable", "Sequence", "tuple", "dict", "list", "set")
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name):
        return node.test.id == "TYPE_CHECKING"
    return isinstance(node, ast.JoinedStr)


def _edits(node: ast.AST, text: _Text) -> Iterator[Edit]:
    """The faults that may be made at a node."""
    yield from _at_operators(node, text)
    yield from _at_values(node, text)
    yield from _at_collections(node, text)
    tests = node.ifs if isinstance(node, ast.comprehension) else [node.test] if isinstance(node, ast.If | ast.IfExp | ast.While) else []
    for test in tests:
        yield *text.span(test), "False"
        if not isinstance(node, ast.While):
            yield *text.span(test), "True"


def _at_operators(node: ast.AST, text: _Text) -> Iterator[Edit]:
    """Another comparison, another junction or one of its parts alone, no `not`, other arithmetic."""
    match node:
        case ast.Compare():
            sides = [node.left, *node.comparators]
            for left, operator, right in zip(sides, node.ops, sides[1:], strict=False):
                yield from _between(left, operator, right, text)
        case ast.BoolOp():
            values = [f"({text[value]})" for value in node.values]
            word, other = (" and ", " or ") if isinstance(node.op, ast.And) else (" or ", " and ")
            yield *text.span(node), f"({other.join(values)})"
            for i in range(len(values)):
                yield *text.span(node), f"({word.join(values[:i] + values[i + 1 :])})"
        case ast.UnaryOp(op=ast.Not()):
            yield *text.span(node), f"({text[node.operand]})"
        case ast.BinOp():
            if not any(isinstance(side, _TEXTS) or _is_text_or_none(side) for side in (node.left, node.right)):
                yield from _between(node.left, node.op, node.right, text)
        case ast.AugAssign():
            if not isinstance(node.value, _TEXTS) and not _is_text_or_none(node.value):
                yield from _between(node.target, node.op, node.value, text)


def _at_values(node: ast.AST, text: _Text) -> Iterator[Edit]:
    """Another function of a pair (min, max …), another number or truth value, a call or a step left out."""
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in _OTHER_NAME:
            yield *text.span(node.func), _OTHER_NAME[name]
        case ast.Constant(value=bool()):
            yield *text.span(node), str(not node.value)
        case ast.Constant(value=int() | float()):
            yield *text.span(node), str(node.value + 1)
            yield *text.span(node), str(node.value - 1)
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom() | ast.Await()):
            yield *text.span(node), "pass"
        case ast.Continue():
            yield *text.span(node), "break"
            yield *text.span(node), "pass"
        case ast.Break():
            yield *text.span(node), "continue"


def _at_collections(node: ast.AST, text: _Text) -> Iterator[Edit]:
    """A small collection of constants without one of them."""
    match node:
        case ast.Tuple() | ast.List() | ast.Set() if len(node.elts) in _SMALL_SET:
            if all(isinstance(element, ast.Constant) for element in node.elts):
                start, end = {ast.Tuple: "()", ast.List: "[]", ast.Set: "{}"}[type(node)]
                for i in range(len(node.elts)):
                    rest = ", ".join(text[element] for element in node.elts[:i] + node.elts[i + 1 :])
                    yield *text.span(node), f"{start}{rest},{end}"
        case ast.Dict() if len(node.keys) in _SMALL_SET and all(isinstance(key, ast.Constant) for key in node.keys):
            pairs = [f"{text[key]}: {text[value]}" for key, value in zip(node.keys, node.values, strict=True) if key is not None]
            for i in range(len(pairs)):
                yield *text.span(node), "{" + ", ".join(pairs[:i] + pairs[i + 1 :]) + "}"


def _between(left: ast.expr, operator: ast.AST, right: ast.expr, text: _Text) -> Iterator[Edit]:
    """Other operators in the place of the one between two operands."""
    start, end = text.span(left)[1], text.span(right)[0]
    pattern, others = _TOKENS.get(type(operator), ("(?!)", ()))
    if found := re.search(pattern.encode(), text.bytes[start:end]):
        yield from ((start + found.start(), start + found.end(), other) for other in others)


def _is_text_or_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, str))


def all_of(packages: Iterable[str], root: Path) -> dict[str, list[Mutant]]:
    """Every mutant of each package or part of one."""
    found = {}
    for package in packages:
        folder = root / SOURCE / package
        files = sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]
        found[package] = [mutant for file in files for mutant in mutants(file.relative_to(root / SOURCE).as_posix(), file.read_bytes())]
    return found


def equivalents(text: str) -> dict[tuple[str, str, str, str], str]:
    """The reason of each mutant that is listed as equivalent: blocks of `path function`, `- before`, `+ after` and the reason."""
    found = {}
    for block in text.split("\n\n"):
        if block.strip() and not block.startswith("#"):
            place, before, after, reason = block.strip().split("\n")
            path, _, function = place.partition(" ")
            found[path, function, before.removeprefix("- "), after.removeprefix("+ ")] = reason
    return found


def drawn(found: list[Mutant], seed: str) -> Iterator[Mutant]:
    """The mutants that parse and differ, in random order: one of each line first, so that long conditions do not outweigh the rest."""
    rng = random.Random(seed)
    by_line: dict[tuple[str, int], list[Mutant]] = {}
    for mutant in found:
        by_line.setdefault((mutant.path, mutant.line), []).append(mutant)
    lines = list(by_line.values())
    for line in [*lines]:
        rng.shuffle(line)
    while lines:
        rng.shuffle(lines)
        for line in lines:
            mutant = line.pop()
            with contextlib.suppress(SyntaxError):
                ast.parse(mutant.source)
                yield mutant
        lines = [line for line in lines if line]


def changed_function(mutant: Mutant, original: bytes, file: Path) -> tuple[CodeType, CodeType] | None:
    """The code of the function in which a mutant differs, without and with the fault, as loaded from `file`; None where it differs outside
    functions."""
    old, new = (_function(compile(source, str(file), "exec"), mutant.function.split(".")) for source in (original, mutant.source))
    if old is None or new is None or old.co_freevars != new.co_freevars:
        return None
    return None if (old.co_code, old.co_consts, old.co_names) == (new.co_code, new.co_consts, new.co_names) else (old, new)


def with_notes(source: bytes, functions: Mapping[int, str]) -> bytes:
    """A module of which the functions of these names call `noted` of tests/noting.py with their keys; all do for a name that is none."""
    tree = ast.parse(source)
    every = [(node, name) for node, name in _nodes(tree, "") if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for key, function in functions.items():
        outermost = [node for node, name in every if f"{function}.".startswith(f"{name}.")][:1]
        for node in outermost or [node for node, _ in every]:
            start = int(ast.get_docstring(node) is not None)
            node.body.insert(start, *ast.parse(f"__import__('zhicheng.noting').noting.noted({key})").body)
    return ast.unparse(tree).encode()


def _function(code: CodeType, names: list[str]) -> CodeType | None:
    """The code of the outermost function on the way down these names; None where there is none, or several of a name."""
    inside = [const for const in code.co_consts if isinstance(const, CodeType) and names and const.co_name == names[0]]
    if len(inside) != 1:
        return None
    return inside[0] if inside[0].co_flags & inspect.CO_NEWLOCALS else _function(inside[0], names[1:])


def put(old: CodeType, new: CodeType) -> None:
    """Gives the loaded function whose code is `old` the code `new`, and forgets every cached result."""
    gc.unfreeze()  # conftest.py has frozen what was collected: get_objects() would not name it
    for known in gc.get_objects():
        if isinstance(known, FunctionType):
            code = known.__code__
            if (code.co_filename, code.co_qualname, code.co_firstlineno) == (old.co_filename, old.co_qualname, old.co_firstlineno):
                known.__code__ = new
        elif isinstance(known, functools._lru_cache_wrapper):
            known.cache_clear()
