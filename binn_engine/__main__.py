"""``python -m binn_engine``."""

import os
import sys

from .cli import main
from .protocol import EXIT_CANCELLED

status = main()
if status == EXIT_CANCELLED:
    # Everything is cleared away, and taking apart all that was loaded would last another second, or several on a busy machine.
    sys.stderr.flush()
    os._exit(status)
sys.exit(status)
