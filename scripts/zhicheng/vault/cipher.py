"""Seals bytes and opens them again, in memory only. The one module that knows the cipher (age, X25519).

For another cipher (SM2 and SM4 where the law requires them), replace this module by one with the same functions: `seal`, `unseal`,
`is_sealed`, `new_identity`, `identity`, `secrets`, `public_key` and `check_public`, which raise UserError and CannotOpen as here.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from typing import Any

from zhicheng.errors import CannotOpen, UserError
from zhicheng.system import dependencies
from zhicheng.text import show

_HEADER = b"-----BEGIN AGE ENCRYPTED FILE-----"
_FOOTER = b"-----END AGE ENCRYPTED FILE-----"
_SECRET = re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]{58}")
_PUBLIC = re.compile(r"age1[0-9a-z]{58}")
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def _age() -> Any:
    """The package pyrage. Raises UserError where it is not installed."""
    try:
        import pyrage
    except ImportError as error:
        raise dependencies.missing(error) or error from None
    return pyrage


def is_sealed(content: bytes) -> bool:
    """Whether the bytes begin and end as an armoured age file does. Does not open them."""
    return content.startswith(_HEADER) and content.rstrip().endswith(_FOOTER)


def stanzas(content: bytes) -> int | None:
    """To how many public keys a sealed file is sealed, by its header, which does not say to which; None where it cannot be told."""
    try:
        whole = base64.b64decode(b"".join(content.split(b"\n")[1:-1]).replace(_FOOTER, b""))
    except ValueError:
        return None
    header = whole.partition(b"\n--- ")[0]
    return header.count(b"\n-> X25519 ") if header.startswith(b"age-encryption.org/v1\n") else None


def seal(plain: bytes, recipients: Iterable[str]) -> bytes:
    """`plain` as an armoured age file that the owner of any one of the `recipients` (public keys) can open.

    Raises UserError where there is no recipient.
    """
    age = _age()
    keys = [age.x25519.Recipient.from_str(key) for key in dict.fromkeys(recipients)]
    if not keys:
        raise UserError("没有可以加密给谁的公钥。请在 registry/recipients.yaml 里登记中心的公钥（至少两把）。")
    sealed: bytes = age.encrypt(plain, keys, armored=True)
    return sealed if sealed.endswith(b"\n") else sealed + b"\n"


def unseal(sealed: bytes, identities: Iterable[Any]) -> bytes:
    """The plain bytes of a sealed file. `identities` come from `identity`.

    Raises CannotOpen where the file is not whole or damaged, or sealed to other keys.
    """
    if not is_sealed(sealed):
        raise CannotOpen("不是完整的 age 密封文件（可能被截断、改动，或者放错了文件）")
    age = _age()
    try:
        plain: bytes = age.decrypt(sealed, list(identities))
    except age.DecryptError as error:
        if "matching keys" in str(error).lower():
            raise CannotOpen("这把密钥打不开它：它不是密封给这把密钥的") from None
        raise CannotOpen("密封文件已损坏，无法打开") from None
    return plain


def identity(secret: str) -> Any:
    """The identity of a secret key, as `unseal` takes it. Raises CannotOpen where the key is not valid."""
    age = _age()
    try:
        return age.x25519.Identity.from_str(secret)
    except age.IdentityError:
        raise CannotOpen("密钥内容有误：请核对是否完整复制") from None


def secrets(text: str) -> list[str]:
    """The secret keys in the text of an identity file; empty where there is none."""
    return _SECRET.findall(text)


def new_identity() -> tuple[str, str]:
    """A new secret key and its public key."""
    made = _age().x25519.Identity.generate()
    return str(made), str(made.to_public())


def public_key(secret: str) -> str:
    """The public key of a secret key. Raises CannotOpen where the key is not valid."""
    return str(identity(secret).to_public())


def check_public(key: str) -> str:
    """`key` itself. Raises UserError where it is not a public key of age. Needs no package: a browser seals in its own way."""
    if not _PUBLIC.fullmatch(key) or not _is_whole_key(key):
        raise UserError(f"不是有效的公钥：{show(key, 20)}。公钥以 age1 开头，共 62 个字符，由 zhicheng keys new 生成。")
    return key


def _is_whole_key(key: str) -> bool:
    """Whether the checksum (Bech32, BIP 173) of a public key is right, and its 52 characters are just 32 bytes."""
    human, text = key[:3], key[4:]
    if not set(text) <= set(_BECH32):
        return False
    values = [_BECH32.index(letter) for letter in text]
    sum_ = 1
    for value in (*(ord(letter) >> 5 for letter in human), 0, *(ord(letter) & 31 for letter in human), *values):
        top, sum_ = sum_ >> 25, (sum_ & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATORS):
            sum_ ^= generator if top >> bit & 1 else 0
    return sum_ == 1 and not values[-7] & 15  # the last four bits before the checksum are no part of a byte
