"""A worker that is killed: `python -m tests.notices.killed DATABASE PORT [TWIN]`, told by lines what to do.

"MOMENT SECONDS [FILE]": a child runs both jobs, with the clock at MOMENT, and is killed after SECONDS, or as soon as
there is such a FILE, if it still lives.
The answer is "killed" or "done". TWIN switches one safeguard off.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any


def main() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "yidu.settings"
    import tests.environment  # noqa: F401

    django.setup()
    from django.conf import settings
    from django.db import connections

    database, port, *twin = sys.argv[1:]
    settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = database
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", int(port), 5
    _switch_off(*twin)
    from yidu.notices import jobs  # read before the forks

    _say("ready")
    for line in sys.stdin:
        moment, seconds, *until = line.split()
        child = os.fork()
        if child == 0:
            _work(jobs, datetime.fromisoformat(moment))
        _say(_wait(child, time.monotonic() + float(seconds), *map(Path, until)))


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def _work(jobs: Any, moment: datetime) -> None:
    from yidu.common import clock

    with clock.at(moment):
        jobs.remind()
        jobs.send_messages()
    os._exit(0)


def _wait(child: int, until: float, file: Path | None = None) -> str:
    while time.monotonic() < until and not (file and file.exists()):
        if os.waitpid(child, os.WNOHANG)[0]:
            return "done"
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    return "killed" if os.WIFSIGNALED(status) else "done"


def _switch_off(twin: str = "") -> None:
    from yidu.notices import sending

    if twin == "marks-before-sending":
        send = sending.mail.send

        def marked(text: Any, *, to: str, message_id: str) -> None:
            sending.Message.objects.filter(pk=message_id.strip("<>").split("@")[0]).update(
                state="sent", ended_at=sending.clock.now(), next_try_at=None, claimed_until=None
            )
            send(text, to=to, message_id=message_id)

        sending.mail.send = marked
    if twin == "takes-no-lease":
        sending.LEASE = -sending.LEASE
    if twin == "new-ids":
        from uuid import uuid4

        sending.mail.id_of = lambda message: f"<{uuid4()}@yidu.example>"


if __name__ == "__main__":
    main()
