"""The database is away, the disk is full: what the reader is told, that nothing is lost, and that it passes."""

from __future__ import annotations

import re
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests import server
from tests.cast import Cast, at, build
from tests.web.conftest import visit_form
from yidu.activities.models import Activity, Photo
from yidu.ledger.models import Entry, Step
from yidu.web import failures

HEARD = "新订单来了，厂房不够。\n想在区内找三千平方米左右。"
RECORD = ("record-kind", ["wuqian", "enterprise-visit"])
Away = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> Iterator[Cast]:
    """As the other cast, but committed: the database has to be away and back in a test."""
    with at("2025-01-02"):
        built = build(tmp_path)
    with at("2025-02-17"):
        yield built


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Away:
    """`with away(): …`: the server ends every connection and takes none."""

    @contextmanager
    def gone() -> Iterator[None]:
        name = connection.settings_dict["NAME"]
        monkeypatch.setattr(connection.pool, "timeout", 0.3)
        connections.close_all()
        with server.administrator("postgres") as administrator:
            administrator.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
            administrator.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            try:
                yield
            finally:
                administrator.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'.encode())
                monkeypatch.setattr(connection.pool, "timeout", 10)
                connections.close_all()
                # What still tries to connect with growing pauses would hold up the next test.
                connection.close_pool()

    return gone


@pytest.fixture
def member(cast: Cast) -> Client:
    """The member's browser, which gets pages and not exceptions."""
    client = Client(raise_request_exception=False)
    client.force_login(cast.people["member"])
    return client


def kept_in(page: str) -> dict[str, str]:
    """What the page would send again: its form, as a browser reads it."""
    found = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    return {unescape(name): unescape(value) for name, value in found}


@pytest.mark.parametrize("path", ["/", "/desk/", "/say/"])
def test_a_page_says_in_the_readers_language_that_it_will_pass(member: Client, away: Away, path: str):
    with away():
        answer = member.get(path)
        english = member.get(path, headers={"accept-language": "en"})
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "数据库暂时没有响应" in page
    assert "The database does not answer at the moment." in english.content.decode()
    assert "Traceback" not in page
    assert member.get(path).status_code == 200


def test_what_was_typed_stays_and_is_sent_again_from_the_page_once(cast: Cast, member: Client, away: Away):
    address = reverse(RECORD[0], args=RECORD[1])
    with away():
        answer = member.post(address, visit_form(cast, heard=HEARD))
        again = member.post(address, kept_in(answer.content.decode()))
    page = answer.content.decode()
    assert (answer.status_code, again.status_code) == (503, 503)
    assert "新订单来了，厂房不够。<br>" in page
    assert Activity.objects.count() == 0

    told = kept_in(again.content.decode())
    assert told["heard"] == HEARD
    assert member.post(address, told).status_code == 302
    assert member.post(address, told).status_code == 302
    assert [one.heard for one in Activity.objects.all()] == [HEARD]


def test_the_twin_without_the_page_for_it_loses_what_was_typed(
    cast: Cast, member: Client, away: Away, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(failures, "passing", lambda _error: None)
    with away():
        answer = member.post(reverse(RECORD[0], args=RECORD[1]), visit_form(cast, heard=HEARD))
    assert answer.status_code == 500
    assert kept_in(answer.content.decode()) == {}


def test_a_password_is_not_written_into_a_page(cast: Cast, away: Away):
    with away():
        answer = Client(raise_request_exception=False).post(
            "/account/login/", {"login": "member", "password": "a-long-word-for-tests"}
        )
    assert answer.status_code == 503
    assert "a-long-word" not in answer.content.decode()


def test_a_form_of_somebody_elses_site_gets_no_button_of_ours(cast: Cast, away: Away):
    stranger = Client(enforce_csrf_checks=True, raise_request_exception=False)
    stranger.force_login(cast.people["member"])
    with away():
        answer = stranger.post(reverse(RECORD[0], args=RECORD[1]), visit_form(cast, heard=HEARD))
    assert answer.status_code == 503
    assert "新订单" not in answer.content.decode()


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file of this process can grow beyond `size` bytes: the kernel refuses to write on, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    was = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, was)


def picture() -> SimpleUploadedFile:
    out = BytesIO()
    Image.effect_noise((800, 600), 90).convert("RGB").save(out, "PNG")
    return SimpleUploadedFile("现场.png", out.getvalue(), content_type="image/png")


def test_without_room_for_a_picture_nothing_is_half_kept_and_it_is_said(cast: Cast, member: Client):
    address, form = reverse(RECORD[0], args=RECORD[1]), visit_form(cast, heard=HEARD)
    with room_for(4096):
        answer = member.post(address, {**form, "photos": [picture()]})
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "没有剩余空间" in page
    assert "图片和文件无法留在这里" in page
    assert Photo.objects.count() == 0
    assert [one for one in Path(django_settings.MEDIA_ROOT).rglob("*") if one.is_file()] == []

    assert member.post(address, {**form, "photos": [picture()]}).status_code == 302
    photo = Photo.objects.get()
    with Image.open(photo.file.path) as kept:
        assert kept.size == (800, 600)
    assert Activity.objects.count() == 1


@contextmanager
def no_room_in(table: str) -> Iterator[None]:
    """The kernel refuses the server to make this table, still empty, longer: its file is /dev/full."""
    with server.administrator(str(connection.settings_dict["NAME"])) as administrator:
        (path,) = administrator.execute("SELECT pg_relation_filepath(%s)", [table]).fetchone() or ("",)
    file = django_settings.POSTGRES_FOLDER / "data" / path
    assert file.stat().st_size == 0
    aside = file.with_suffix(".aside")
    _open_anew()
    file.rename(aside)
    file.symlink_to("/dev/full")
    try:
        yield
    finally:
        file.unlink()
        aside.rename(file)
        _open_anew()


def _open_anew() -> None:
    """A process of the server keeps files open; new ones look again."""
    connections.close_all()
    connection.close_pool()


def test_without_room_in_the_database_nothing_is_half_kept_and_it_passes(cast: Cast, member: Client):
    """The visit still finds room, the difficulty that it brings back does not."""
    address, form = reverse(RECORD[0], args=RECORD[1]), visit_form(cast, heard=HEARD)
    before = Step.objects.count(), Entry.objects.count()
    with no_room_in("matters_matter"):
        answer = member.post(address, form)
        again = member.post(address, kept_in(answer.content.decode()))
        assert member.get("/desk/").status_code == 200, "what needs no room works"
    page = answer.content.decode()
    assert (answer.status_code, again.status_code) == (503, 503)
    assert "没有剩余空间" in page
    assert (Step.objects.count(), Entry.objects.count()) == before
    assert Activity.objects.count() == 0

    assert member.post(address, kept_in(again.content.decode())).status_code == 302
    assert [one.heard for one in Activity.objects.all()] == [HEARD]


def test_the_twin_without_one_transaction_for_both_leaves_half_of_it(
    cast: Cast, member: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("yidu.matters.actions.raising.in_one_go", lambda _ids, do: do())
    with no_room_in("matters_matter"):
        assert member.post(reverse(RECORD[0], args=RECORD[1]), visit_form(cast, heard=HEARD)).status_code == 503
    assert Activity.objects.count() == 1
