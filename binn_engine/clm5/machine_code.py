"""Whether compiled kernels can be used here, and whether their first use has to compile them."""

from __future__ import annotations

import functools
import warnings
from pathlib import Path

from ..errors import BinnError, Cancelled
from ..running.stopping import asked_to_stop
from .compiled.cache import cache_folder


def kernels_cold() -> bool:
    """Whether the first use here has to compile the kernels, which takes most of a minute."""
    if not kernels_available():
        return False
    # numba is optional, and takes a second to load.
    from numba.core import config

    return next(Path(config.CACHE_DIR).rglob("kernels.solve_sites*.nbc"), None) is None  # type: ignore[attr-defined]


@functools.cache
def kernels_available() -> bool:
    """Whether numba and the kernels can be loaded; sets the folder of their machine code unless the user did.

    What can be installed and still not load, such as a library of numba's that the system lacks, is said once in a warning.
    """
    try:
        # numba is optional, and takes a second to load.
        from numba.core import config

        if not config.CACHE_DIR:  # type: ignore[attr-defined]
            config.CACHE_DIR = str(cache_folder())  # type: ignore[attr-defined]
        # They need numba, whose folder of machine code is set above.
        from .compiled import adjoint, exchange, kernels, mixing  # noqa: F401
    except ModuleNotFoundError:
        return False
    except BinnError:  # a signal's: the run was cancelled meanwhile
        raise
    except Exception as error:  # whatever a broken installation raises, or a library whose loading a signal has cut short
        if asked_to_stop():
            raise Cancelled from error
        warnings.warn(
            f"The compiled code of the CLM5 layer cannot be loaded ({error}). The slower tensor solver is used instead.",
            RuntimeWarning,
            stacklevel=2,
        )
        return False
    return True
