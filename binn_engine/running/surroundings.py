"""The environment in which the engine starts: its streams, the variables of other programs, and the limits of the system."""

from __future__ import annotations

import errno
import importlib.util
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ..errors import BinnError, EngineError, OutputError
from ..protocol import STAGING_PREFIX
from .leftovers import RUN_PREFIX

# Where GDAL and PROJ find their tables. Those of another program, of another version, break the engine's.
DATA_VARIABLES = ("PROJ_DATA", "PROJ_LIB", "GDAL_DATA", "GDAL_DRIVER_PATH", "OGR_DRIVER_PATH")
# Variables of numba and torch that are for work on these libraries, and end a run or make it endless. Those that a user of the engine may
# mean stay: how many threads, and where what was compiled is kept.
LIBRARY_VARIABLES, MEANT = ("NUMBA_", "TORCH_LOGS"), ("NUMBA_NUM_THREADS", "NUMBA_CACHE_DIR")
# Open files of a worker: its pipes here, its connections and what it reads.
FILES_OF_WORKER, FILES_OF_ENGINE = 32, 128
# How libraries say that a drive is full, and the system's numbers for it.
FULL = ("no space left", "disk is full", "disk full", "disk i/o error", "quota exceeded", "file too large")
FULL_NUMBERS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# What they say where they do not know why; bytes on a drive below which it counts as full after that, and after any other failure.
PERHAPS_FULL = ("hdf error", "failed to commit", "write failed", "cannot write", "cannot be written", "errno 28")
SOME_ROOM, LEAST_ROOM = 64_000_000, 1_000_000
UTF8 = "PYTHONUTF8"  # Python's variable
_closed_output = False


def read_names_as_utf8() -> None:
    """Start this process anew, as the same one, where Python would take names of files to be in another encoding than UTF-8.

    The libraries that read files take their names as UTF-8 whatever the locale is.
    """
    if os.name == "posix" and not sys.flags.utf8_mode and sys.getfilesystemencoding() != "utf-8" and os.environ.get(UTF8) != "1":
        os.environ[UTF8] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # nosec B606 (this very command, anew)


def open_streams() -> None:
    """Give this process the standard streams that it was started without, and the encoding of events, whatever is set."""
    global _closed_output
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # The lowest number that is free is the one that is missing.
            os.open(os.devnull, os.O_RDONLY if number == 0 else os.O_WRONLY)
            _closed_output |= number == 1
    for name, number in (("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8"))
        with suppress(AttributeError):
            getattr(sys, name).reconfigure(encoding="utf-8", errors="backslashreplace")


def check_output() -> None:
    """Raise :class:`EngineError` where this process was started with its standard output closed: nobody would hear how a run goes."""
    if _closed_output:
        raise EngineError(
            "Standard output is closed, so the engine cannot report its progress.",
            "Redirect standard output to a file or to the null device.",
        )


def flush_streams() -> None:
    """Write out what the standard streams hold, where anybody takes it."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()


def forget_data_of_other_programs() -> None:
    """Remove the variables that lead GDAL and PROJ to another program's tables, where rasterio has its own or they lead nowhere."""
    found = None
    with suppress(ImportError, ValueError):
        found = importlib.util.find_spec("rasterio")
    own = bool(found and found.submodule_search_locations and (Path(found.submodule_search_locations[0]) / "proj_data").is_dir())
    for name in DATA_VARIABLES:
        value = os.environ.get(name)
        if value is not None and (own or not os.path.isdir(value.split(os.pathsep)[0])):
            del os.environ[name]


def forget_settings_of_other_programs() -> None:
    """Remove what a shell says to libraries and to Python for the sake of other programs: that nothing is compiled, or that a warning is
    an error. Before these libraries are loaded; processes that this one starts do not hear of it either."""
    for name in [name for name in os.environ if name.startswith(LIBRARY_VARIABLES) and name not in MEANT]:
        del os.environ[name]
    os.environ.pop("PYTHONWARNINGS", None)
    if sys.warnoptions:
        sys.warnoptions.clear()
        warnings.resetwarnings()
        for category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):  # as Python does by itself
            warnings.simplefilter("ignore", category)


def check_room_for(workers: int) -> None:
    """Raise :class:`EngineError` where the system allows this process too few open files for so many workers."""
    try:
        import resource  # not on Windows
    except ImportError:  # Windows has no such limit
        return
    needed = FILES_OF_ENGINE + FILES_OF_WORKER * workers
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    if soft != unlimited and soft < needed:
        allowed = needed if hard == unlimited else min(needed, hard)
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
            soft = allowed
    if soft != unlimited and soft < needed:
        raise EngineError(
            f"The operating system allows a process {soft} open files, but {workers} workers need about {needed}.",
            "Use fewer workers, or raise the limit: ulimit -n.",
        )


def full_drive(error: BaseException | None, folders: Iterable[Path]) -> OutputError | None:
    """The error that names the drive of one of ``folders`` where writing failed because it is full; None for any other failure.

    Libraries that write files have errors of their own for it, some of which say nothing; so the drives themselves are asked. Ask before
    half-written files are removed.
    """
    if not isinstance(error, Exception) or (isinstance(error, BinnError) and not isinstance(error, OutputError)):
        return None
    place = _full_place(error, folders)
    said = error.message if isinstance(error, OutputError) else f"{error}."
    if place is None or (isinstance(error, OutputError) and str(place) in said):
        return None
    return OutputError(f"The disk of {place} is full, or does not allow larger files: {said}", "Free some space there, then run again.")


def _full_place(error: Exception, folders: Iterable[Path]) -> Path | None:
    """The folder whose drive is full where that is why something failed; None where it is for another reason."""
    causes = _causes(error)
    text = " ".join(str(cause) for cause in causes).lower()
    said = any(words in text for words in FULL) or any(getattr(cause, "errno", None) in FULL_NUMBERS for cause in causes)
    room = SOME_ROOM if any(words in text for words in PERHAPS_FULL) else LEAST_ROOM
    places = [*folders, Path(tempfile.gettempdir())]
    full = [place for place in places if _free(place) < room]
    if not said and not full:
        return None
    named = next((cause.filename for cause in causes if isinstance(cause, OSError) and cause.filename), None)
    return _without_staging(full[0] if full else Path(str(named)) if named else places[0])


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return SOME_ROOM


def _without_staging(path: Path) -> Path:
    """The folder that the user named, for one within it of which only the engine knows."""
    hidden = [number for number, part in enumerate(path.parts) if part.startswith((STAGING_PREFIX, RUN_PREFIX))]
    return Path(*path.parts[: hidden[0]]) if hidden else path


def check_report(path: str) -> None:
    """Raise :class:`EngineError` where a report is asked for and its figures cannot be drawn: before the work, not after it."""
    if path:
        try:
            # A second to load, for runs with a report alone.
            import matplotlib.figure  # noqa: F401
        except ImportError as error:
            raise EngineError(
                f"The report {path} needs the library matplotlib, which cannot be loaded: {error}.", "Set up the engine again."
            ) from error


def explained(error: BaseException) -> BinnError | None:
    """The engine's error for one that comes of the place where it runs, such as a library that is missing; None for any other."""
    for cause in _causes(error):
        if isinstance(cause, ImportError) and not (cause.name or "").startswith("binn_engine"):
            what = f"does not have the library {cause.name}" if isinstance(cause, ModuleNotFoundError) else "cannot load a library"
            return EngineError(f"The engine {what}: {cause}.", "Set up the engine again.")
        if isinstance(cause, OSError) and cause.errno in (errno.EMFILE, errno.ENFILE):
            return EngineError("The operating system does not allow more open files.", "Use fewer workers, or raise the limit: ulimit -n.")
        if _no_processes(cause):
            return EngineError(
                "The operating system does not allow more processes or threads.",
                "Use fewer workers, close other programs, or raise the limit: ulimit -u.",
            )
        if isinstance(cause, OSError) and cause.errno in FULL_NUMBERS:
            return OutputError(f"The disk is full: {cause.filename or cause}.", "Free some disk space, then run again.")
    return None


def _no_processes(error: BaseException) -> bool:
    if isinstance(error, BlockingIOError) and error.errno == errno.EAGAIN:
        return True
    return isinstance(error, RuntimeError) and "can't start new thread" in str(error)


def _causes(error: BaseException) -> list[BaseException]:
    """An error and what it was raised from."""
    found: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in found:
        found.append(cause)
        cause = cause.__cause__
    return found
