"""A text for bug reports: versions, engine, device, environment and the log of the last run, without names of people or passwords.

It is also made if the engine is missing or does not work; then the text says so.
"""

from __future__ import annotations

import configparser
import json
import locale
import os
import platform
import re
import shutil
import subprocess  # nosec B404 (the engine is asked what it is)
import sys
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from qgis.core import Qgis, QgsSettings
from qgis.PyQt.QtCore import PYQT_VERSION_STR, QT_VERSION_STR

from ...binn_engine.protocol import ENGINE_VERSION
from ..engine.environment import PLUGIN_FOLDER, SETTING, VARIABLE, child_options, clean_environment, engine_python, why_no_engine
from ..engine.last_log import last_log

PATIENCE_S = 90  # until the engine is given up: its libraries are slow to load from a cold disk
_TELLING = ("PYTHON", "PROJ_", "GDAL_", "LD_", "DYLD_", "CONDA_", "VIRTUAL_ENV", "BINN_", "QGIS_", "QT_", "CUDA", "OMP_", "LANG", "LC_")

_SLASH = r"(?:/|\\+|%2F|%5C)"
_NAME = r"[^/\\\s\"'%:]+(?: [^/\\\s\"'%:]+){1,8}(?=[/\\])|(?:[^/\\\s\"'%]|%(?!2F|5C))+"
_VALUE = r"(?:\"[^\"]*\"|'[^']*'|[^&\s\"',;]+)"
# What is secret where it has a name: the name's last word, in a header, an address, a file of settings, JSON or an option.
_NAMES_OF_SECRETS = (  # nosec B105 (a pattern)
    r"(?:token|passw(?:or)?d|passphrase|secret|signature|credentials?|api[ _-]?key"
    r"|(?<![a-z])(?:pass|pwd|key(?:[_-]?id)?|keyid|sig|sas|auth)|accesskey(?:id)?)"
)
_PRIVATE = (
    # Other people's homes, and one's own on another drive or under another name; a name of several words ends before a slash.
    (rf"({_SLASH}(?:home\w*|Users|Volumes){_SLASH})(?:{_NAME})", r"\1USER"),
    (r"(\w+://)[^/\s]*@", r"\1"),
    (r"(\w+://)[^/\s:@]+:(?!\d+/)[^\s@]+@", r"\1"),  # a slash in the password
    (r"-----BEGIN [^-]*PRIVATE KEY-----.*?(?:-----END [^-]*-----|\Z)", "***"),
    (r"((?:cookie|authorization)[\"']?\s*[:=]\s*)[^\n]+", r"\1***"),
    (r"(\b(?:Bearer|Basic|Digest|ApiKey)\b[\s:=]+)(?!realm=)[\w.~+/=-]{6,}(?<![a-z]{8}) ?", r"\1*** "),
    # What tokens of well-known services look like, without a name.
    (r"\b(?:gh[pousr]_\w{4,}|github_pat_\w{4,}|glpat-[\w-]{4,}|(?:AKIA|ASIA)[0-9A-Z]{4,}|eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?)", "***"),
    (r"\b(?:(?:sk|pk|rk)[-_](?=[\w-]*\d)[\w-]{6,}|hf_(?:(?=\w*\d)\w{6,}|[a-z]{16,})|xox[a-z]-[\w-]{4,}|xapp-[\w-]{4,})", "***"),
    (r"\b(?:(?-i:AIza)[\w-]{6,}|ya29\.[\w-]{6,}|npm_(?=\w*\d)\w{8,}|pypi-(?=[\w-]*\d)[\w-]{16,})", "***"),
    # A name and its password as curl takes them; not a drive or an address.
    (r"((?<!\S)(?:-u|--(?:proxy-)?user)[ =]?[\"']?)[^\s:\"'/\\]{2,}:(?!//)[^\s\"']+", r"\1***"),
    (rf"(--?[\w-]*{_NAMES_OF_SECRETS}[ =]+){_VALUE}", r"\1***"),
    (rf"((?:\b|_)[\w-]*{_NAMES_OF_SECRETS}(?: for [^:=\n]{{1,40}})?[\"']?\s*[=:]\s*){_VALUE}", r"\1***"),
    (r"([?&;](?:code)=)[^&\s\"']+", r"\1***"),
    # Drives that are called after who plugged them in, and folders on other machines.
    (rf"({_SLASH}media{_SLASH})[^/\\\s\"'%]+", r"\1USER"),
    (r"((?:\\\\|//)[\w.-]+[\\/]+(?:[\w.-]*(?:home|user|profile)[\w.-]*\$?)[\\/]+)[^/\\\s\"']+", r"\1USER"),
    (r"(?<![\w:\\])\\\\[\w.-]+\\+[^\\/\s\"']+", r"\\\\SERVER\\SHARE"),
)


def diagnostics_text(ask_engine: bool = True) -> str:
    """The whole text, as Markdown. With ``ask_engine`` the engine computes something first, for some seconds."""
    sections = (
        ("Versions", _versions()),
        ("Engine", _engine(ask_engine)),
        ("Environment", _environment()),
    )
    parts = ["# BINN diagnostics"]
    for title, rows in sections:
        parts.append(f"## {title}\n\n" + "\n".join(f"- {name}: {value}" for name, value in rows))
    log = last_log() or "Nothing has run yet."
    parts.append(f"## Last log\n\n~~~\n{log.rstrip()}\n~~~")
    return redacted("\n\n".join(parts) + "\n")


def redacted(text: str) -> str:
    """The text without home folders and passwords: written plainly, with backslashes, or quoted as in JSON and in addresses."""
    home = str(Path.home())
    plain = {home, home.replace("\\", "/"), home.replace("/", "\\")}
    quoted = {form.replace("\\", "\\\\") for form in plain} | {json.dumps(home)[1:-1], quote(home), quote(home, safe="")}
    for form in sorted({*plain, *quoted, Path.home().as_uri()[len("file://") :]}, key=len, reverse=True):
        if len(form) > 1:
            text = re.sub(re.escape(form) + r"(?![\w.-])", "~", text, flags=re.IGNORECASE)
    for pattern, instead in _PRIVATE:
        text = re.sub(pattern, instead, text, flags=re.IGNORECASE | re.DOTALL)
    return text


def _versions() -> Iterable[tuple[str, str]]:
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(PLUGIN_FOLDER / "metadata.txt", encoding="utf-8")
    yield "plugin", metadata.get("general", "version", fallback="unknown")
    yield "engine, as the plugin has it", ENGINE_VERSION
    yield "QGIS", f"{Qgis.QGIS_VERSION} ({getattr(Qgis, 'QGIS_DEV_VERSION', '')})"  # type: ignore[attr-defined]  # absent from the stubs
    yield "Qt", f"{QT_VERSION_STR}, PyQt {PYQT_VERSION_STR}"
    yield "Python of QGIS", f"{platform.python_version()} ({sys.executable})"
    yield "system", platform.platform()


def _engine(ask: bool) -> Iterable[tuple[str, str]]:
    python = engine_python()
    chosen = f"the variable {VARIABLE}" if os.environ.get(VARIABLE) else "the settings" if QgsSettings().value(SETTING, "") else "default"
    yield "Python", f"{python} (by {chosen})"
    missing = why_no_engine()
    if missing:
        yield "state", missing
        return
    if ask:
        yield from _asked(python)


def _asked(python: Path) -> Iterable[tuple[str, str]]:
    """What the engine says of itself after a computation, or why it does not."""
    try:
        done = subprocess.run(  # nosec B603 (a list of arguments, no shell)
            [str(python), "-m", "binn_engine", "check"],
            cwd=str(PLUGIN_FOLDER),
            env=clean_environment(),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE_S,
            check=False,
            **child_options(),
        )
        found = json.loads(done.stdout.strip().splitlines()[-1]) if done.returncode == 0 and done.stdout.strip() else None
    except subprocess.TimeoutExpired:
        yield "state", f"no answer within {PATIENCE_S} s"
        return
    except (OSError, ValueError) as error:
        yield "state", f"does not start: {error}"
        return
    if not isinstance(found, dict):
        last = (done.stderr or done.stdout).strip()[-2000:]
        yield "state", f"fails with exit status {done.returncode}:\n\n~~~\n{last}\n~~~"
        return
    yield "state", "works"
    yield "device", f"{found['device']}: {found['device_reason']}"
    yield from found["versions"].items()


def _environment() -> Iterable[tuple[str, str]]:
    yield "processors", str(os.cpu_count())
    yield "language", f"{QgsSettings().value('locale/userLocale', '') or locale.getlocale()[0]}, {sys.getfilesystemencoding()}"
    yield "proxy in QGIS", "yes" if QgsSettings().value("proxy/proxyEnabled", False, type=bool) else "no"
    folder = engine_python().parent
    while not folder.exists():
        folder = folder.parent
    yield "free on the engine's disk", f"{shutil.disk_usage(folder).free / 1024**3:.1f} GB"
    # Names alone: a value may hold what is nobody else's business.
    yield "variables", ", ".join(sorted(name for name in os.environ if name.upper().startswith(_TELLING))) or "none"
