"""The application as a server of web pages sees it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yidu.settings")
application = get_wsgi_application()
