"""How often one address may ask what could be harvested; when the counter is away, everybody may."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_noop
from django_ratelimit.core import is_ratelimited

from filing_platform.errors import TooMany

# One household or phone has a whole /64 of IPv6.
_IPV6_PREFIX = 64


def limit(request: HttpRequest, what: str, rate: str) -> None:
    """Count one use of `what`; raises TooMany when the address has used up the rate ("20/m")."""
    if is_ratelimited(request, group=what, key=_address, rate=rate, increment=True):
        raise TooMany("too_many", gettext_noop("Too many requests from your address. Wait a minute and try again."))


def client_address(request: HttpRequest) -> str:
    """Who asks: the connection's own address, or what a proxy of ours says it is; IPv6 as its /64."""
    address = request.META.get("REMOTE_ADDR", "")
    for forwarded in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        if not _is_proxy(address) or not forwarded.strip():
            break
        address = forwarded.strip()
    return _network(address)


def _address(group: str, request: HttpRequest) -> str:
    return client_address(request)


def _is_proxy(address: str) -> bool:
    try:
        return any(ipaddress.ip_address(address) in ipaddress.ip_network(each) for each in settings.TRUSTED_PROXIES)
    except ValueError:
        return False


def _network(address: str) -> str:
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if read.version == 6 and read.ipv4_mapped:
        return str(read.ipv4_mapped)
    return str(ipaddress.ip_network((read, _IPV6_PREFIX), strict=False)) if read.version == 6 else str(read)
