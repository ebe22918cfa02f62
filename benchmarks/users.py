"""Simulated users for locust: they ask, list and read, and check that no answer is another's.

``locust -f benchmarks/users.py --headless -u 50 -r 10 -t 5m -H ADDRESS`` against a server that
``python -m benchmarks.serving`` started. A 429 is no failure: the user waits as it is told to.
"""

from __future__ import annotations

import random
import time
from typing import Any

from locust import HttpUser, between

QUESTIONS = (
    "How many people were aboard the Grey Petrel?",
    "What target did Trump demand?",
    "When was the kettle recalled?",
    "Why did the ferry run aground?",
    "Who won the chess championship?",
)
_first: dict[str, Any] = {}


class Reader(HttpUser):  # type: ignore[misc]
    """Somebody with a library open."""

    wait_time = between(1, 5)

    def ask(self) -> None:
        """Ask, and compare with what the first one who asked was told."""
        question = random.choice(QUESTIONS)
        self._post("/v1/ask", {"question": question}, question)

    def compare(self) -> None:
        """Compare what the articles say."""
        self._post("/v1/compare", {"question": QUESTIONS[0]}, f"compare {QUESTIONS[0]}")

    def browse(self) -> None:
        """List articles and read one."""
        infos = self.client.get("/v1/articles").json()["articles"]
        chosen = random.choice(infos)["id"]
        self.client.get(f"/v1/articles/{chosen}", name="/v1/articles/{id}")

    def _post(self, path: str, body: dict[str, Any], key: str) -> None:
        with self.client.post(path, json=body, catch_response=True) as response:
            if response.status_code == 429 and "retry-after" in response.headers:
                response.success()
                time.sleep(int(response.headers["retry-after"]))
                return
            made = response.json()
            if response.status_code != 200 or made["question"] != body["question"]:
                response.failure(f"{response.status_code}, or another's answer")
                return
            told = (made.get("answer"), made.get("confidence"), str(made.get("answers")))
            if _first.setdefault(key, told) != told:
                response.failure("another answer than before")


# A list, each as often as it is wanted: of a table made here locust would not read the weights.
Reader.tasks = [Reader.ask] * 6 + [Reader.compare] + [Reader.browse] * 3
