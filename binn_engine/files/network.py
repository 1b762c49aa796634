"""GDAL's network: it is off in this process, except while a file with a network path is read."""

from __future__ import annotations

import json
import os
import re
import string
import urllib.request

# curl knows no such kind of proxy, and so contacts nobody, not even to look up a name.
_OFF = "off://the.network.is.off"
_OWN = ("GDAL_HTTP_PROXY", "GDAL_HTTPS_PROXY", "CPL_VSIL_CURL_ALLOWED_EXTENSIONS", "no_proxy", "NO_PROXY")
_KEPT = "BINN_OWN_NETWORK_SETTINGS"  # those of the user, for the processes that this one starts
_TIMEOUTS = {
    "GDAL_HTTP_CONNECTTIMEOUT": "10",
    "GDAL_HTTP_TIMEOUT": "60",
    "GDAL_HTTP_LOW_SPEED_TIME": "20",
    "GDAL_HTTP_LOW_SPEED_LIMIT": "1000",
    "GDAL_HTTP_MAX_RETRY": "1",
    "GDAL_HTTP_RETRY_DELAY": "1",
}
# Drivers of services, of files that are nothing but a list of others, and of what is computed from another file: read when GDAL begins.
_SKIPPED = (
    "DAAS", "EEDA", "EEDAI", "HTTP", "OGCAPI", "PLMOSAIC", "STACIT", "STACTA", "WCS", "WMS", "WMTS", "GTI", "MRF", "GDALG", "DERIVED",
)  # fmt: skip
# What a URL may end with: any sign.
_ANY_END = ",".join(string.ascii_letters + string.digits + "_-.~=&%)}/") + ",{noext}"


def network_off() -> None:
    """Keep GDAL from the network; to be called before it is imported."""
    for name, value in _TIMEOUTS.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("GDAL_SKIP", " ".join(_SKIPPED))
    os.environ.setdefault(_KEPT, json.dumps({name: os.environ[name] for name in _OWN if name in os.environ}))
    os.environ.update(GDAL_HTTP_PROXY=_OFF, GDAL_HTTPS_PROXY=_OFF, CPL_VSIL_CURL_ALLOWED_EXTENSIONS="{none}")
    os.environ.update(GDAL_VRT_ENABLE_PYTHON="NO", GML_DOWNLOAD_SCHEMA="NO")
    for name in ("no_proxy", "NO_PROXY"):  # hosts that curl would still contact
        os.environ.pop(name, None)


def settings_for(path: str) -> dict[str, str]:
    """GDAL's settings under which a path of the network is read as the user has set up the network, proxies and their exceptions included.

    The environment stays as it is: it counts for every thread, these only where they are set.
    """
    own = json.loads(os.environ[_KEPT])
    proxies = urllib.request.getproxies_environment()
    host = re.search(r"://(?:[^/@]*@)?(\[[^\]]*\]|[^/:?]+)", path)
    exceptions = {"no": own.get("no_proxy") or own.get("NO_PROXY", "")}
    if host and urllib.request.proxy_bypass_environment(host[1], exceptions):  # type: ignore[attr-defined]
        proxies, own = {}, {name: value for name, value in own.items() if "PROXY" not in name} | {"GDAL_HTTP_PROXY": ""}
    every = proxies.get("all", "")
    plain = own.get("GDAL_HTTP_PROXY")
    return {
        "GDAL_HTTP_PROXY": proxies.get("http", every) if plain is None else plain,
        "GDAL_HTTPS_PROXY": own.get("GDAL_HTTPS_PROXY", proxies.get("https", every) if plain is None else plain),
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": own.get("CPL_VSIL_CURL_ALLOWED_EXTENSIONS", _ANY_END),
    }
