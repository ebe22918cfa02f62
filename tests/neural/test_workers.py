"""Work spread over the cores: in order, whatever finishes first, and no thread left changed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from qa.neural.workers import count_cores, map_parallel


def test_results_come_in_order_and_from_several_threads() -> None:
    def work(number: int) -> tuple[int, str]:
        time.sleep(0.02 + 0.02 * (number % 2))
        return number, threading.current_thread().name

    done = map_parallel(work, range(12))
    assert [number for number, _ in done] == list(range(12))
    assert len({name for _, name in done}) == min(12, count_cores())


@pytest.mark.parametrize(("given", "count"), [("3", 3), ("2,1", 2)])
def test_the_environment_says_how_many(
    given: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", given)
    assert count_cores() == count
    for other in ("", "0", "many"):
        monkeypatch.setenv("OMP_NUM_THREADS", other)
        assert count_cores() >= 1


def test_a_single_item_stays_where_it_is() -> None:
    here = threading.current_thread()
    assert map_parallel(lambda _: threading.current_thread(), [0]) == [here]
    assert map_parallel(lambda _: threading.current_thread(), []) == []


def test_an_error_reaches_the_caller() -> None:
    def work(number: int) -> float:
        return 1 / (number - 3)

    with pytest.raises(ZeroDivisionError):
        map_parallel(work, range(6))
    assert map_parallel(lambda number: number, range(3)) == [0, 1, 2]


def test_many_callers_share_the_threads() -> None:
    with ThreadPoolExecutor(8) as callers:
        found = list(callers.map(lambda n: map_parallel(lambda m: n * m, range(20)), range(40)))
    assert found == [[n * m for m in range(20)] for n in range(40)]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_has_threads_of_its_own() -> None:
    code = (
        "import os, warnings; warnings.simplefilter('ignore')\n"
        "from qa.neural.workers import map_parallel\n"
        "assert map_parallel(str, [1, 2, 3]) == ['1', '2', '3']\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    os._exit(0 if map_parallel(str, [4, 5]) == ['4', '5'] else 1)\n"
        "raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=120, check=False).returncode == 0
