"""Public keys of age are checked without a package, and as age itself would: pyrage, and for the last bits the program `age`."""

from __future__ import annotations

import shutil
import subprocess

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.errors import CannotOpen, UserError
from zhicheng.registry.vault_listing import DEMONSTRATION_KEYS
from zhicheng.vault import cipher

KEYS = sorted(DEMONSTRATION_KEYS)
LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def is_taken(key: str) -> bool:
    try:
        return cipher.check_public(key) == key
    except UserError as error:
        return not str(error).startswith("不是有效的公钥：")  # another refusal would be a fault


def is_taken_by_age(key: str) -> bool:
    try:
        pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError:
        return False
    return True


def with_checksum(data: str) -> str:
    """A key of 52 characters with the checksum that fits, found by the linearity of the code: six more characters of any kind."""
    human, values = "age", [LETTERS.index(letter) for letter in data]
    sum_ = 1
    for value in (*(ord(one) >> 5 for one in human), 0, *(ord(one) & 31 for one in human), *values, *[0] * 6):
        top, sum_ = sum_ >> 25, (sum_ & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            sum_ ^= generator if top >> bit & 1 else 0
    sum_ ^= 1
    return f"age1{data}{''.join(LETTERS[sum_ >> 5 * (5 - i) & 31] for i in range(6))}"


def test_keys_of_the_registry_are_taken() -> None:
    assert [is_taken(key) for key in KEYS] == [True, True]
    assert is_taken(cipher.new_identity()[1])


@pytest.mark.parametrize(
    "key", ["", "age1", KEYS[0][:-1], KEYS[0] + "q", KEYS[0].upper(), "age2" + KEYS[0][4:], KEYS[0].replace("z", "b", 1)]
)
def test_others_are_not(key: str) -> None:
    assert not is_taken(key)


@given(st.sampled_from(KEYS), st.integers(4, 61), st.sampled_from(LETTERS + "bio1"))
def test_one_character_decides_as_with_age(key: str, place: int, letter: str) -> None:
    changed = key[:place] + letter + key[place + 1 :]
    assert is_taken(changed) == is_taken_by_age(changed) == (changed == key)


@given(st.text(LETTERS, min_size=52, max_size=52))
def test_right_checksums_are_taken_where_the_bits_are_just_bytes(data: str) -> None:
    """pyrage leaves out the four bits that are no part of a byte; age and a browser refuse a key in which they are not zero."""
    key = with_checksum(data)
    assert is_taken_by_age(key)
    assert is_taken(key) == (LETTERS.index(data[-1]) % 16 == 0)
    assert is_taken(with_checksum(data[:-1] + "q"))


@pytest.mark.skipif(shutil.which("age") is None, reason="age is not installed")
@pytest.mark.parametrize("last", ["q", "s", "p", "0"])
def test_the_program_age_judges_the_last_bits_the_same(last: str) -> None:
    key = with_checksum(KEYS[0][4:55] + last)
    done = subprocess.run(["age", "-r", key, "-o", "-"], input=b"x", capture_output=True, check=False)
    assert (done.returncode == 0) == is_taken(key) == (last in "qs")


@pytest.mark.parametrize("number", [1, 2, 5])
def test_to_how_many_keys_a_file_is_sealed(number: int) -> None:
    """By its header, in which no key stands; what is in it does not matter."""
    keys = [cipher.new_identity()[1] for _ in range(number)]
    assert cipher.stanzas(cipher.seal(b"\n-> X25519 x\n--- " * 9, keys)) == number
    assert cipher.stanzas(cipher.seal(b"x", [*keys, keys[0]])) == number, "each once"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"plain",
        b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n",
        b"-----BEGIN AGE ENCRYPTED FILE-----\nYWd\n-----END AGE ENCRYPTED FILE-----\n",
    ],
    ids=["empty", "plain", "of-another-kind", "no-base64"],
)
def test_where_that_cannot_be_told(content: bytes) -> None:
    assert cipher.stanzas(content) is None


def test_nobody_to_seal_to() -> None:
    with pytest.raises(UserError) as caught:
        cipher.seal(b"x", [])
    assert str(caught.value) == "没有可以加密给谁的公钥。请在 registry/recipients.yaml 里登记中心的公钥（至少两把）。"


def test_a_secret_key_that_is_not_whole() -> None:
    secret, public = cipher.new_identity()
    assert cipher.public_key(secret) == public
    assert cipher.secrets(f"# {secret}\n{secret[:-1]}\n{secret}") == [secret, secret]
    with pytest.raises(CannotOpen, match=r"^密钥内容有误：请核对是否完整复制$"):
        cipher.identity(secret[:-1] + ("Q" if secret[-1] != "Q" else "P"))
