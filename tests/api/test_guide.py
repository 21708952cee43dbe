"""docs/api.md is true: its Python runs against a site, from top to bottom, and its tables name what there is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.api.conftest import token_for
from tests.cast import Cast, at, build
from tests.services.conftest import listener
from tests.services.receiver import Receiver
from tests.web.world import visit
from yidu.api import bodies, paging, problems
from yidu.common import clock
from yidu.people.models import Organisation
from yidu.services import delivering, events, posting, signing
from yidu.services.actions import add_webhook
from yidu.sheets.reading import MOST_BYTES

__all__ = ["listener"]

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
TEXT = GUIDE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```", TEXT, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def now_cast(transactional_db: None, tmp_path: Path) -> Cast:
    with at("2025-01-02"):
        return build(tmp_path)


def run(site: str, token: str, code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Another Python, which knows nothing of Yidu."""
    script = folder / "guide.py"
    script.write_text(code, encoding="utf-8")
    told = {"YIDU_SITE": site, "YIDU_TOKEN": token, "PATH": os.environ["PATH"], "NO_PROXY": "*"}
    return subprocess.run(
        [sys.executable, "-I", str(script)], env=told, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_python_of_the_guide_runs(now_cast: Cast, live_server: LiveServer, tmp_path: Path):
    with clock.at(datetime.now(UTC)):
        token = token_for(now_cast.people["office"], now_cast.office)
    done = run(live_server.url, token, "\n".join(BLOCKS), tmp_path)
    assert done.returncode == 0, done.stderr
    assert Organisation.objects.filter(name="重庆渡口精工有限公司").count() == 1
    # The twin: with a token that is none, the same script fails.
    assert run(live_server.url, "yidu-0", "\n".join(BLOCKS), tmp_path).returncode == 1


def test_the_check_of_the_guide_knows_what_comes_from_here(cast: Cast, listener: Receiver):
    guide: dict[str, Any] = {}
    exec(BLOCKS[-1], guide)
    one = add_webhook(
        committee=cast.committee, owner=cast.people["office"], url=listener.url, events=["*"], actor=cast.office
    )
    visit(cast, "2025-02-17")
    events.fold()
    assert delivering.deliver(one) == 1
    ((heads, body),) = listener.told
    secret, now = signing.secret_of(one), lambda: clock.now().timestamp()
    assert guide["is_genuine"](heads, body, secret, now)
    assert not guide["is_genuine"](heads, body + b" ", secret, now)
    assert not guide["is_genuine"](heads, body, "whsec_" + "A" * 43 + "=", now)
    assert not guide["is_genuine"](heads, body, secret, lambda: now() + 301)
    assert not guide["is_genuine"]({**heads, "webhook-id": "msg_1_1"}, body, secret, now)


def test_the_table_names_every_problem_with_its_status():
    rows = re.findall(r"^\| `([\w-]+)` \| (\d+) \|", TEXT, flags=re.MULTILINE)
    assert dict(rows) == {word: str(status) for word, (status, _title) in problems.TITLES.items()}


def test_the_numbers_of_the_guide_are_those_of_the_program(settings: Any):
    seconds = [int(delivering.pause_after(tries).total_seconds()) for tries in (1, 2, 3)]
    assert f"after {seconds[0]}, {seconds[1]}, {seconds[2]} … seconds" in TEXT
    assert delivering.LONGEST_PAUSE.total_seconds() == 3600
    assert (delivering.PATIENCE.days, delivering.KEPT.days) == (5, 30)
    assert f"within {posting.WHOLE_SECONDS:.0f} seconds" in TEXT
    assert f"{bodies.MOST_BYTES // 1024} KB of JSON" in TEXT
    assert f"lists {MOST_BYTES // 1024**2} MB" in TEXT
    assert f"at most {paging.MOST})" in TEXT
    assert f"{settings.YIDU_API_PER_MINUTE} times a minute" in TEXT
