"""Work spread over the cores: in order, whatever finishes first, and no thread left changed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from qa.neural.workers import map_parallel


def test_results_come_in_order_and_from_several_threads() -> None:
    def work(number: int) -> tuple[int, str, int, bool]:
        time.sleep(0.02 * (number % 2))
        name = threading.current_thread().name
        return number, name, torch.get_num_threads(), torch.is_inference_mode_enabled()

    done = map_parallel(work, range(12))
    assert [number for number, *_ in done] == list(range(12))
    assert len({name for _, name, *_ in done}) == torch.get_num_threads()
    assert {threads for *_, threads, _ in done} == {1}
    assert all(inference for *_, inference in done)


def test_a_single_item_stays_where_it_is() -> None:
    here = threading.current_thread()
    assert map_parallel(lambda _: threading.current_thread(), [0]) == [here]
    assert map_parallel(lambda _: threading.current_thread(), []) == []


def test_the_callers_threads_are_as_they_were() -> None:
    before = torch.get_num_threads()
    map_parallel(lambda number: number, range(4))
    assert torch.get_num_threads() == before
    with ThreadPoolExecutor(1) as other:
        assert other.submit(torch.get_num_threads).result() == before


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
