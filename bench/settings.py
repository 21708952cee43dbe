"""The site's settings, with the page that measures the floor. A production site refuses them."""

from django.core.exceptions import ImproperlyConfigured

from yidu.settings import *  # noqa: F403
from yidu.settings import PRODUCTION

if PRODUCTION:
    raise ImproperlyConfigured("bench.settings never goes together with YIDU_PRODUCTION")

ROOT_URLCONF = "bench.urls"
# Eight connections of one measuring machine sign in for many people.
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]
