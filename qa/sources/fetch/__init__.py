"""One address to the bytes behind it, fetched so that no page can make it fetch from inside."""

from __future__ import annotations

from qa.sources.fetch.addresses import Resolve, system_addresses
from qa.sources.fetch.client import Fetched, fetch
from qa.sources.fetch.limits import FetchLimits

__all__ = ["FetchLimits", "Fetched", "Resolve", "fetch", "system_addresses"]
