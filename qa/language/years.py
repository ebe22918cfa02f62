"""Years in digits, as texts name them."""

from __future__ import annotations

import re

YEAR = re.compile(r"(?<!since )(?<![\d,.$])(?:1[5-9]|20)\d\d(?![\ds%]|[.,]\d)", re.IGNORECASE)
"""A year from 1500 to 2099; not "since 2019", which speaks of what came after, and no amount."""
