"""Why a step of the set-up failed, recognised from the output of pip, venv or the engine; each kind of failure has a remedy."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...binn_engine.errors import EngineError
from ...binn_engine.protocol import decode_event
from ..translation import mark, tr
from .readable import readable

SHOWN_LINES = 12
# Below this, whatever a program says, the disk is what was in its way: venv hides the reason of the pip that it runs.
_FULL_BYTES = 30 * 1024**2


@dataclass(frozen=True)
class Kind:
    """A kind of failure: its name, what happened, what to do, and the words that identify it."""

    name: str
    happened: str
    remedy: str
    words: str


class SetupError(EngineError):
    """A step of the set-up that failed; ``kind`` is the name of a :class:`Kind`."""

    def __init__(self, message: str, remedy: str, kind: str) -> None:
        super().__init__(message, remedy)
        self.kind = kind


# fmt: off
KINDS = (
    Kind(
        "proxy", mark("the proxy refused the connection or cannot be reached"),
        mark("Check QGIS's proxy (Settings, Options, Network): host, port, user and password. pip supports HTTP proxies only. "
             "Then run again."),
        r"ProxyError|Cannot connect to proxy|407 Proxy|Tunnel connection failed|dependencies for SOCKS",
    ),
    Kind(
        "certificate", mark("this computer does not accept the server's certificate"),
        mark("If your network inspects encrypted traffic, add its certificate to the certificate store of the "
"system, or set the variable PIP_CERT to the certificate file. Certificates are always checked."),
        r"CERTIFICATE_VERIFY_FAILED|certificate verify failed|SSLError|confirming the ssl certificate",
    ),
    Kind(
        "disk", mark("the disk is full"),
        mark("Free some space, or choose a folder on another disk."),
        r"No space left on device|Errno 28\b|Errno 122\b|quota exceeded|WinError 112\b|not enough space on the disk",
    ),
    Kind(
        "permission", mark("a file or folder cannot be written"),
        mark("Choose a folder that you can write to. If a virus scanner or another security program blocks the "
"folder, ask your administrator to allow it."),
        r"Permission denied|Read-only file system|Errno 13\b|Errno 30\b|WinError (5|32|4551)\b|Access is denied|not permitted"
        r"|Not a directory|File name too long|File exists",
    ),
    Kind(
        "runtime", mark("a system library that PyTorch needs is missing or too old"),
        mark("Windows: install the Microsoft Visual C++ Redistributable (x64). Linux: update the system; it needs glibc 2.28 or later. "
             "A processor without AVX is too old."),
        r"DLL load failed|WinError 126\b|WinError 127\b|WinError 1114\b|cannot open shared object file|GLIBC(XX)?_\d|Illegal instruction"
        r"|error loading \"?.*\.dll|Library not loaded",
    ),
    Kind(
        "python", mark("the engine cannot use this Python"),
        mark("Install a 64-bit Python from 3.11 to 3.14 (Debian, Ubuntu: apt install python3-venv; else python.org), and run again."),
        r"requires? a different python|ensurepip is not|No module named '?(venv|ensurepip|pip)\b|is too old for the engine|is a 32-bit",
    ),
    Kind(
        "network", mark("the package index cannot be reached"),
        mark("Check the connection, the firewall and QGIS's proxy (Settings, Options, Network), and run again: what was "
             "downloaded is kept. Without a network, install from a folder of wheels."),
        r"after connection broken|NewConnectionError|Name or service not known|name resolution|getaddrinfo failed|timed out|ConnectTimeout"
        r"|Connection (refused|reset|aborted)|Network is unreachable|Could not fetch URL|HTTP error 5\d\d",
    ),
)
PACKAGE = Kind(
    "package", mark("a package is missing"),
    mark("Check that the index, or the folder of wheels, has the packages for this operating system and this "
"Python. An index that needs a password looks empty without it. If you use your own Python, it needs "
"all packages listed in binn_engine/requirements.txt."),
    r"No matching distribution found|Could not find a version|is not a supported wheel|No module named|does not exist|HTTP error 4\d\d",
)
UNKNOWN = Kind(
    "unknown", mark("the reason is not known"), mark("Read the lines above, and report them ('Copy diagnostics' in the menu BINN)."), "",
)
# fmt: on


def kind_of(lines: Sequence[str], folder: Path | None = None) -> Kind:
    """The kind of failure in a program's output; ``folder`` is the folder that it was writing to.

    The last line with a reason counts, because the program continued after earlier ones. A package that was not found is mostly a
    consequence (pip also says so without a network), and counts only if there is no other reason.
    """
    for line in reversed(lines):
        for kind in KINDS:
            if re.search(kind.words, line, re.IGNORECASE):
                return kind
    if folder is not None and _full(folder):
        return next(kind for kind in KINDS if kind.name == "disk")
    if any(re.search(PACKAGE.words, line, re.IGNORECASE) for line in lines):
        return PACKAGE
    return UNKNOWN


def _full(folder: Path) -> bool:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free < _FULL_BYTES


def failure(what: str, status: int | None, lines: Sequence[str], folder: Path | None = None) -> SetupError:
    """The error of a step (``what`` it was to do) that ended with an exit status, in the engine's own words where it has some."""
    kind = kind_of(lines, folder)
    if status == -4:  # SIGILL: the processor lacks what PyTorch was compiled for
        kind = next(row for row in KINDS if row.name == "runtime")
    events = [event for event in map(decode_event, lines) if event is not None and event["event"] == "error"]
    if events:
        said, remedy = str(events[-1].get("message", "")), str(events[-1].get("remedy", ""))
        return SetupError(
            tr("Could not {what}: {said}").format(what=what, said=said), tr(kind.remedy) if kind is not UNKNOWN else remedy, kind.name
        )
    tail = "\n".join(list(readable(lines))[-SHOWN_LINES:])
    return SetupError(
        tr("Could not {what}: {happened} (exit status {status}).\n{tail}").format(
            what=what, happened=tr(kind.happened), status=status, tail=tail
        ),
        tr(kind.remedy),
        kind.name,
    )
