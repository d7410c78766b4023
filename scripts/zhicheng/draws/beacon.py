"""A drand beacon: whether a signature is that of a round of a chain. Needs the package py_ecc (the extra `drand`).

The scheme is bls-unchained-g1-rfc9380 (drand, quicknet): the signature is a point of G1, the public key one of G2, the message the SHA-256
of the number of the round in 8 bytes.
"""

from __future__ import annotations

import hashlib
import re
import sys

from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError

SCHEME = "bls-unchained-g1-rfc9380"
_TAG = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
_POINT = 48  # bytes of a compressed point of G1


def refuse_wrong_signature(chain: Value, round_: int, signature: str) -> None:
    """Raises UserError where a signature (hexadecimal) is not that of a round of a chain, or cannot be checked here."""
    if chain["scheme"] != SCHEME:
        raise UserError(f"信标 {chain['name']} 的签名办法 {chain['scheme']} 这里不会验证，只会 {SCHEME}。请换一个信标，或者掷骰子。")
    if not re.fullmatch(f"[0-9a-f]{{{_POINT * 2}}}", signature):
        raise UserError(f"信标的签名应是 {_POINT * 2} 个十六进制数字。请照信标公布的 signature 抄写，不是 randomness。")
    limit = sys.getrecursionlimit()
    try:
        from py_ecc.bls.hash_to_curve import hash_to_G1
        from py_ecc.bls.point_compression import decompress_G1, decompress_G2
        from py_ecc.bls.typing import G1Compressed, G2Compressed
        from py_ecc.optimized_bls12_381 import G2, curve_order, is_inf, multiply, pairing  # type: ignore[attr-defined]
    except ImportError:
        raise UserError("验证随机数信标的签名要装 py_ecc：pip install 'zhicheng[drand]'。装不了的，请取消这次抽取，改用骰子。") from None
    finally:
        sys.setrecursionlimit(limit)  # py_ecc raises it so far that a deeply nested file would end the process
    key = chain["public_key"]
    message = hashlib.sha256(round_.to_bytes(8, "big")).digest()
    try:
        point = decompress_G1(G1Compressed(int(signature, 16)))
        public = decompress_G2(G2Compressed((int(key[:96], 16), int(key[96:], 16))))
    except (ValueError, AssertionError):
        raise UserError("信标的签名不对：不是这条曲线上的点。请照信标公布的 signature 核对，有没有抄错。") from None
    in_group = is_inf(multiply(point, curve_order)) and not is_inf(point)
    expected = hash_to_G1(message, _TAG, hashlib.sha256)  # type: ignore[arg-type]
    if not in_group or pairing(G2, point) != pairing(public, expected):
        raise UserError(f"信标的签名不是第 {round_} 轮的。请核对轮数，和信标公布的 signature 有没有抄错。")
