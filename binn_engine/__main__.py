"""``python -m binn_engine``."""

import os
import sys

from .cli import main
from .protocol import EXIT_OK

status = main()
if status != EXIT_OK:
    # Everything is cleared away, and taking apart all that was loaded would last another second, or several on a busy machine
    # or where something waits for a program that gives no answer.
    sys.stderr.flush()
    os._exit(status)
sys.exit(status)
