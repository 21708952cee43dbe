"""Loaded by pytest before anything else (see pyproject.toml): what must stand before Django reads its settings."""

import os

# A test run never touches a database that somebody named for another purpose.
for name in ("DATABASE_URL", "YIDU_PRODUCTION", "YIDU_DEBUG", "YIDU_HOSTS"):
    os.environ.pop(name, None)
os.environ["YIDU_TESTING"] = "1"
# Inherited by the workers of xdist: one name for the whole run.
os.environ.setdefault("YIDU_TEST_RUN", str(os.getpid()))
# Playwright runs an event loop in the thread of a test; the ORM would take the test for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
