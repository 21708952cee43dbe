"""`python -m yidu` is `yidu`."""

import sys

from yidu.cli import main

sys.exit(main())
