"""Signed notes after c2sp.org/signed-note, against its own example and against every way to spoil one."""

from __future__ import annotations

import pytest

from filing_platform.errors import Refused
from register.checkpoints import Head
from register.signed_notes import SigningKey, VerifierKey, open_note

# The key and the note of Go's golang.org/x/mod/sumdb/note, which the specification was written after.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
KEY = SigningKey.from_seed("example.org/register", "07" * 32)
TEXT = str(Head("example.org/register", 2, b"\x01" * 32))


def test_a_note_that_others_signed() -> None:
    assert open_note(GO_NOTE, VerifierKey.read(GO_KEY)).endswith("your problem is.\n")


def test_what_is_signed_is_verified_with_the_published_key() -> None:
    key = VerifierKey.read(f"{KEY.verifier}\n")
    assert key == KEY.verifier
    assert open_note(KEY.sign(TEXT), key) == TEXT


def test_signatures_of_others_beside_ours_are_passed_over() -> None:
    witness = SigningKey.from_seed("witness.example", "09" * 32).sign(TEXT).rpartition("\n\n")[2]
    assert open_note(KEY.sign(TEXT) + witness, KEY.verifier) == TEXT


@pytest.mark.parametrize(
    "spoil",
    [
        lambda note: note.replace("\n2\n", "\n3\n"),
        lambda note: note.replace("AQEB", "AQEC", 1),
        lambda note: note.replace("example.org/register\n", "example.org/registry\n", 1),
        lambda note: note.rpartition("\n\n")[0] + "\n",
        lambda note: note.replace("— example.org", "— example.net"),
        lambda note: "",
        lambda note: note.replace("— ", "- "),
        lambda note: note[:-20] + "A" * 18 + "=\n",
    ],
)
def test_a_spoilt_note_is_refused(spoil) -> None:
    spoilt = spoil(KEY.sign(TEXT))
    assert spoilt != KEY.sign(TEXT)
    with pytest.raises(Refused):
        open_note(spoilt, KEY.verifier)


def test_another_key_of_the_same_name_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        open_note(KEY.sign(TEXT), SigningKey.from_seed(KEY.name, "08" * 32).verifier)
    assert refusal.value.code == "not_signed"


@pytest.mark.parametrize("text", ["", "x", GO_KEY[:-4], GO_KEY.replace("c74f20a3", "c74f20a4"), "a b+c74f20a3+AR"])
def test_what_is_no_key(text: str) -> None:
    with pytest.raises(Refused):
        VerifierKey.read(text)


@pytest.mark.parametrize("text", ["", "origin\n", "origin\n01\nAAAA\n", "origin\n2\n!!\n", "origin\n2\nAAAA\n"])
def test_what_is_no_checkpoint(text: str) -> None:
    with pytest.raises(Refused):
        Head.read(text)
