"""Signing in, the second factor, the lock-out, the mails: what each promises."""

from __future__ import annotations

import re
import time
from datetime import date
from http import HTTPStatus
from unittest import mock

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from axes.models import AccessAttempt
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import Department, Jurisdiction, Message, Post, Role, User
from filing_platform import clock

pytestmark = pytest.mark.django_db

PASSWORD = "river-lantern-42"
WRONG = "name or e-mail and the password do not belong together"


@pytest.fixture(autouse=True)
def own_counters(settings) -> None:
    """Limits are counted in the cache, which other workers of the test run empty between their tests."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "sign-in"}}
    cache.clear()


@pytest.fixture
def english(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def filer() -> User:
    return User.objects.create_user("filer", "filer@example.org", PASSWORD, name="陈老师")


@pytest.fixture
def officer() -> User:
    user = User.objects.create_user("officer", "officer@example.org", PASSWORD, name="王")
    Post.objects.create(
        user=user,
        role=Role.EDUCATION_OFFICER,
        jurisdiction=Jurisdiction.objects.get(pk="11"),
        department=Department.objects.get(pk="education"),
        valid_from=date(2019, 1, 1),
    )
    return user


def _sign_in(client: Client, login: str, password: str = PASSWORD, **extra: str):
    return client.post("/sign-in/", {"login": login, "password": password}, **extra)


def _set_up(client: Client):
    """Confirm the password and set a code app up: the answer, and the app's secret."""
    client.post("/account/confirm/", {"password": PASSWORD})
    secret = client.get("/account/second-factor/totp/activate/").context["form"].secret
    return client.post("/account/second-factor/totp/activate/", {"code": _code(secret)}), secret


def _code(secret: str) -> str:
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06d}"


def test_it_works(client: Client, filer: User) -> None:
    assert _sign_in(client, "filer").url == "/workspace/"
    assert client.get("/workspace/").url == "/file/"
    assert "陈老师" in client.get("/account/").content.decode()


def test_the_email_signs_in_too(client: Client, filer: User) -> None:
    assert _sign_in(client, "Filer@example.org").url == "/workspace/"


def test_a_reply_does_not_tell_who_exists(english: Client, filer: User) -> None:
    known = _sign_in(english, "filer", "wrong").content.decode()
    unknown = _sign_in(english, "nobody", "wrong").content.decode()
    assert WRONG in known
    assert _sentences(known) == _sentences(unknown.replace("nobody", "filer"))


def test_a_forgotten_password_does_not_tell_who_exists(client: Client, filer: User) -> None:
    known = client.post("/account/password/forgotten/", {"email": "filer@example.org"})
    unknown = client.post("/account/password/forgotten/", {"email": "nobody@example.org"})
    assert known.url == unknown.url == "/account/password/forgotten/sent/"


def test_what_was_typed_stays_but_the_password(english: Client, filer: User) -> None:
    page = _sign_in(english, "filer", "wrong-secret").content.decode()
    assert 'value="filer"' in page
    assert "wrong-secret" not in page


def test_guessing_locks_out_the_guesser(english: Client, filer: User) -> None:
    for _ in range(8):
        _sign_in(english, "filer", "wrong")
    locked = _sign_in(english, "filer")
    assert locked.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "Too many attempts" in locked.content.decode()


def test_guessing_by_name_and_by_email_is_one_budget(client: Client, filer: User) -> None:
    for login in ("filer", "filer@example.org", "FILER@example.org", "ｆｉｌｅｒ") * 2:
        _sign_in(client, login, "wrong")
    assert _sign_in(client, "filer").status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_a_stranger_cannot_lock_the_person_out(client: Client, filer: User) -> None:
    for _ in range(9):
        _sign_in(client, "filer", "wrong", REMOTE_ADDR="198.51.100.7")
    assert _sign_in(Client(), "filer", REMOTE_ADDR="203.0.113.9").url == "/workspace/"


def test_another_address_of_the_same_ipv6_network_is_the_same_guesser(client: Client, filer: User) -> None:
    for number in range(8):
        _sign_in(client, "filer", "wrong", REMOTE_ADDR=f"2001:db8:1:2::{number}")
    assert _sign_in(client, "filer", REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_a_forged_forwarded_address_is_not_believed(client: Client, filer: User) -> None:
    for number in range(8):
        _sign_in(client, "filer", "wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    locked = _sign_in(client, "filer", HTTP_X_FORWARDED_FOR="198.51.100.99")
    assert locked.status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_the_address_behind_our_own_proxy_is_believed(client: Client, filer: User, settings) -> None:
    settings.PROXY_COUNT = 1
    for _ in range(8):
        _sign_in(client, "filer", "wrong", HTTP_X_FORWARDED_FOR="forged, 198.51.100.7")
    assert _sign_in(client, "filer", HTTP_X_FORWARDED_FOR="198.51.100.8").url == "/workspace/"


def test_spraying_many_accounts_from_one_address_is_slowed(english: Client) -> None:
    for number in range(30):
        _sign_in(english, f"somebody{number}", "wrong")
    assert "Too many attempts" in _sign_in(english, "another", "wrong").content.decode()


def test_nobody_is_sent_to_another_site(client: Client, filer: User) -> None:
    answer = client.post("/sign-in/?next=https://evil.example/", {"login": "filer", "password": PASSWORD})
    assert answer.url == "/workspace/"


def test_the_session_is_a_new_one_after_signing_in(client: Client, filer: User) -> None:
    client.get("/sign-in/")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    _sign_in(client, "filer")
    assert client.session.session_key != before


def test_signing_out_takes_a_post(client: Client, filer: User) -> None:
    client.force_login(filer)
    assert client.get("/sign-out/").status_code == HTTPStatus.OK
    assert client.get("/account/").status_code == HTTPStatus.OK
    assert client.post("/sign-out/").url == "/"
    assert client.get("/account/").url == "/sign-in/?next=/account/"


def test_changing_the_password_ends_every_session(client: Client, filer: User) -> None:
    elsewhere = Client()
    _sign_in(elsewhere, "filer")
    _sign_in(client, "filer")
    new = "another-lantern-43"
    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert elsewhere.get("/account/").status_code == HTTPStatus.FOUND
    assert client.get("/account/").status_code == HTTPStatus.FOUND


def test_a_closed_account_cannot_go_on(client: Client, filer: User) -> None:
    _sign_in(client, "filer")
    User.objects.filter(pk=filer.pk).update(is_active=False)
    assert client.get("/account/").status_code == HTTPStatus.FOUND


def test_a_forgotten_password_is_replaced_by_the_mailed_link_once(client: Client, filer: User) -> None:
    client.post("/account/password/forgotten/", {"email": "filer@example.org"})
    (sent,) = mail.outbox
    assert "校外线上培训机构备案平台" in sent.body
    assert "<html" in sent.alternatives[0].content
    link = re.search(r"http://testserver(\S+)", sent.body).group(1)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = "another-lantern-43"
    client.post(form, {"password1": new, "password2": new})
    assert _sign_in(Client(), "filer", new).url == "/workspace/"
    assert "此链接已失效" in Client().get(link, follow=True).content.decode()


def test_mail_speaks_the_readers_language(english: Client, filer: User) -> None:
    english.post("/account/password/forgotten/", {"email": "filer@example.org"})
    assert mail.outbox[0].subject == "Choose a new password"


def test_somebody_new_makes_an_account(client: Client) -> None:
    typed = {"name": "李", "email": "new@example.org", "username": "newcomer"}
    answer = client.post("/sign-up/", typed | {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == HTTPStatus.FOUND
    user = User.objects.get(username="newcomer")
    assert (user.name, user.email, user.is_staff) == ("李", "new@example.org", False)


def test_nobody_makes_themselves_more_than_a_filer(client: Client) -> None:
    typed = {"name": "李", "email": "new@example.org", "username": "newcomer", "is_staff": "1", "is_superuser": "1"}
    client.post("/sign-up/", typed | {"password1": PASSWORD, "password2": PASSWORD})
    user = User.objects.get(username="newcomer")
    assert not user.is_staff
    assert not user.is_superuser
    assert not user.posts.exists()


def test_an_officer_goes_to_the_desk(client: Client, officer: User, settings) -> None:
    settings.DEMO = True
    _sign_in(client, "officer")
    assert client.get("/workspace/").url == "/review/"


def test_an_officer_without_a_second_factor_sets_one_up_first(client: Client, officer: User) -> None:
    _sign_in(client, "officer")
    assert client.get("/workspace/").url == "/account/second-factor/totp/activate/"


def test_an_officer_sets_a_second_factor_up_and_signs_in_with_it(client: Client, officer: User) -> None:
    _sign_in(client, "officer")
    answer, secret = _set_up(client)
    assert answer.url == "/account/second-factor/recovery-codes/"
    assert client.get("/workspace/").url == "/review/"
    kept = Authenticator.objects.get(user=officer, type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in kept

    again = Client()
    assert _sign_in(again, "officer").url == "/account/second-factor/authenticate/"
    assert again.get("/account/").status_code == HTTPStatus.FOUND


@pytest.mark.parametrize("between", ["", " "], ids=["the same", "with a space"])
def test_a_code_works_once_though_the_cache_forgets(officer: User, between: str) -> None:
    secret = generate_totp_secret()
    TOTP.activate(officer, secret)
    code = _code(secret)
    first, second = Client(), Client()
    for each in (first, second):
        _sign_in(each, "officer")
    assert first.post("/account/second-factor/authenticate/", {"code": code}).url == "/workspace/"
    cache.clear()
    again = {"code": code[:3] + between + code[3:]}
    assert second.post("/account/second-factor/authenticate/", again).status_code == HTTPStatus.OK
    assert second.get("/account/").status_code == HTTPStatus.FOUND


def test_guessing_codes_is_stopped(english: Client, officer: User) -> None:
    TOTP.activate(officer, generate_totp_secret())
    _sign_in(english, "officer")
    for _ in range(6):
        page = english.post("/account/second-factor/authenticate/", {"code": "000000"})
    assert "Too many attempts" in page.content.decode()


def test_a_right_code_forgives_the_wrong_ones_before_it(client: Client, officer: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(officer, secret)
    for later in (0, 30, 60):
        _sign_in(client, "officer")
        for guess in ("000000", "000001", "000002"):
            client.post("/account/second-factor/authenticate/", {"code": guess})
        cache.clear()
        at = time.time() + later
        with mock.patch("time.time", lambda at=at: at):
            answer = client.post("/account/second-factor/authenticate/", {"code": _code(secret)})
        assert answer.url == "/workspace/"
        client.post("/sign-out/")
        cache.clear()


def test_what_was_typed_for_a_code_is_not_kept(english: Client, officer: User) -> None:
    TOTP.activate(officer, generate_totp_secret())
    _sign_in(english, "officer")
    english.post("/account/second-factor/authenticate/", {"code": "135792"})
    assert "135792" not in str(list(AccessAttempt.objects.values()))


def test_a_filer_needs_no_second_factor(client: Client, filer: User) -> None:
    _sign_in(client, "filer")
    assert client.get("/workspace/").url == "/file/"


def test_a_message_is_read_by_opening_it(english: Client, filer: User) -> None:
    message = _message(filer)
    english.force_login(filer)
    assert "Messages <b>1</b>" in english.get("/account/").content.decode()
    assert english.post(f"/account/messages/{message.pk}/").url == "/file/"
    message.refresh_from_db()
    assert message.read_at is not None
    assert "Messages <b>" not in english.get("/account/").content.decode()


def test_nobody_opens_another_persons_message(client: Client, filer: User, officer: User) -> None:
    message = _message(officer)
    client.force_login(filer)
    assert client.post(f"/account/messages/{message.pk}/").status_code == HTTPStatus.NOT_FOUND


def test_mails_are_shown_only_in_the_demo(client: Client, filer: User, settings, tmp_path) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    client.post("/account/password/forgotten/", {"email": "filer@example.org"})
    assert client.get("/mail/").status_code == HTTPStatus.NOT_FOUND
    settings.DEMO = True
    assert "filer@example.org" in client.get("/mail/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/sign-in/",
        "/sign-up/",
        "/account/password/forgotten/",
        "/account/password/forgotten/sent/",
        "/account/password/new/1-no-key/",
        "/account/password/new/done/",
        "/account/e-mail/sent/",
        "/account/e-mail/no-such-key/",
        "/account/closed/",
    ],
)
def test_every_page_before_sign_in_is_in_our_look(client: Client, address: str) -> None:
    _in_our_look(client.get(address, follow=True))


@pytest.mark.parametrize(
    "address",
    [
        "/sign-out/",
        "/account/",
        "/account/messages/",
        "/account/password/",
        "/account/e-mail/",
        "/account/confirm/",
        "/account/second-factor/",
        "/account/second-factor/totp/activate/",
    ],
)
def test_every_page_of_the_account_is_in_our_look(client: Client, filer: User, address: str) -> None:
    _sign_in(client, "filer")
    page = client.get(address, follow=True)
    _in_our_look(page)
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/"])
def test_every_page_of_the_second_factor_is_in_our_look(client: Client, filer: User, address: str) -> None:
    _sign_in(client, "filer")
    _set_up(client)
    _in_our_look(client.get(f"/account/second-factor/{address}", follow=True))


def _in_our_look(page) -> None:
    text = page.content.decode()
    assert page.status_code == HTTPStatus.OK
    assert '<html lang="zh-Hans"' in text
    assert text.count("<h1") == 1
    assert "校外线上培训机构备案平台" in text


def _message(user: User) -> Message:
    return Message.objects.create(
        user=user, key="k", text="Something happened", params={}, address="/file/", created_at=clock.now()
    )


def _sentences(page: str) -> str:
    return re.sub(r'value="[^"]*"', "", page)


# Forms that meet the sign-in


FORM = "/review/1120190000070/opinion/"
TYPED = {"verdict": "problems", "text": "周三直播课 21:20 结束\n见第 3 节", "identity_number": "110000199001010013"}
SECRETS = {"new_password": "never-kept", "code": "never-kept", "csrfmiddlewaretoken": "x"}


def test_a_form_that_meets_the_sign_in_waits_with_all_that_was_typed(client: Client, filer: User) -> None:
    response = client.post(FORM, TYPED | SECRETS | {"credit_code": "91330100MA27XYZ123"})
    assert response["Location"] == "/sign-in/?next=/account/unsent/"
    assert _sign_in(client, "filer")["Location"] == "/workspace/"
    text = client.get("/account/unsent/").content.decode()
    assert f'action="{FORM}"' in text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    assert fields.items() >= (TYPED | {"credit_code": "91330100MA27XYZ123"}).items()
    assert "never-kept" not in text


def test_what_waits_is_not_readable_in_the_session(client: Client) -> None:
    client.post(FORM, TYPED)
    assert "110000199001010013" not in str(dict(client.session))
    assert "21:20" not in str(dict(client.session))


@pytest.mark.parametrize("sent_to", [FORM, "/account/unsent/"], ids=["sent again", "let go"])
def test_a_form_that_was_sent_or_let_go_waits_no_more(client: Client, filer: User, sent_to: str) -> None:
    client.post(FORM, TYPED)
    _sign_in(client, "filer")
    client.post(sent_to, TYPED)
    assert client.get("/account/unsent/")["Location"] == "/workspace/"


def test_the_next_person_at_the_computer_does_not_get_an_old_form(client: Client, filer: User) -> None:
    client.post(FORM, TYPED)
    _sign_in(client, "filer")
    later = time.time() + 3601
    with mock.patch("time.time", lambda: later):
        assert client.get("/account/unsent/")["Location"] == "/workspace/"


def test_an_empty_form_comes_back_to_its_page(client: Client) -> None:
    page = "http://testserver/review/1120190000070/?tab=2#opinion"
    response = client.post("/review/1120190000070/opinion/", HTTP_REFERER=page)
    assert response["Location"] == "/sign-in/?next=/review/1120190000070/%3Ftab%3D2"


@pytest.mark.parametrize("referer", ["", "https://elsewhere.invalid/review/", "//testserver//elsewhere.invalid/"])
def test_a_form_from_nowhere_is_not_sent_back_to_an_address_that_takes_only_forms(client: Client, referer: str) -> None:
    response = client.post("/account/messages/read/", HTTP_REFERER=referer)
    assert "/account/messages/read/" not in response["Location"]
    assert "elsewhere" not in response["Location"]


def test_an_address_that_takes_only_forms_says_so_on_a_page(english: Client, filer: User) -> None:
    english.force_login(filer)
    response = english.get("/account/messages/read/")
    assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert response["Allow"] == "POST"
    assert "Not a page to open" in response.content.decode()
    assert 'href="/workspace/"' in response.content.decode()
