"""The application as a server of web pages sees it."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yidu.settings")
application = get_wsgi_application()

# What is loaded by now stays for as long as the process: it is not looked through for rubbish again and again.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
