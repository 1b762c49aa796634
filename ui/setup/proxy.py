"""QGIS's proxy, for programs that QGIS starts."""

from __future__ import annotations

from urllib.parse import quote

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtNetwork import QNetworkProxy

_SCHEMES = {
    QNetworkProxy.ProxyType.HttpProxy: "http",
    QNetworkProxy.ProxyType.HttpCachingProxy: "http",
    QNetworkProxy.ProxyType.Socks5Proxy: "socks5",
}


def proxy_variables() -> dict[str, str]:
    """The environment variables that give a program the proxy of QGIS's options, its password and its exceptions included.

    Empty where QGIS has none of its own: programs then take the system's. Variables, since a command line can be read by
    every user of the machine.
    """
    manager = QgsNetworkAccessManager.instance()
    proxy = manager.fallbackProxy()
    scheme = _SCHEMES.get(proxy.type())
    if scheme is None or not proxy.hostName():
        return {}
    login = f"{quote(proxy.user(), safe='')}:{quote(proxy.password(), safe='')}@" if proxy.user() else ""
    address = f"{scheme}://{login}{proxy.hostName()}:{proxy.port()}"
    spared = [*manager.excludeList(), *manager.noProxyList()]
    hosts = [item.split("://")[-1].split("/")[0] for item in spared if item]
    names = ("HTTP_PROXY", "HTTPS_PROXY")
    variables = {name: address for name in (*names, *map(str.lower, names))}
    return {**variables, **({"NO_PROXY": ",".join(hosts), "no_proxy": ",".join(hosts)} if hosts else {})}
