"""What MiniLM's matrix products alone take on this CPU: the ceiling of embedding there.

``python -m benchmarks.encoding`` prints it beside what embedding takes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np

from qa.neural.onnx.graph import Graph, needs_wide_sums, open_session

LAYERS, SIZE, INNER = 6, 384, 1536
# A layer's products with weights: queries, keys and values in one, output, and the two between.
SHAPES = ((SIZE, 3 * SIZE), (SIZE, SIZE), (SIZE, INNER), (INNER, SIZE))
WEIGHTS = LAYERS * sum(inputs * outputs for inputs, outputs in SHAPES)
SECONDS = 1.0
STREAMED = 64 << 20


def multiplications(tokens: Sequence[int]) -> float:
    """Return the multiply-adds of texts of so many tokens: with weights, and of attention."""
    return float(sum(count * WEIGHTS + 2 * LAYERS * SIZE * count * count for count in tokens))


def product_rate(tokens: int, *, int8: bool) -> float:
    """Return multiply-adds per CPU second of a layer's four products and nothing else."""
    done = spent = 0.0
    for inputs, outputs in SHAPES:
        run = _product(tokens, inputs, outputs, int8=int8)
        run()
        began, times = time.process_time(), 0
        while time.process_time() - began < SECONDS / len(SHAPES):
            run()
            times += 1
        # Weighed as a layer has them: each once.
        spent += (time.process_time() - began) / times
        done += tokens * inputs * outputs
    return done / spent


def stream_rate() -> float:
    """Return bytes per CPU second that a sum reads from an array beyond every cache."""
    array = np.ones(STREAMED // 4, np.float32)
    began, times = time.process_time(), 0
    while time.process_time() - began < SECONDS:
        array.max()
        times += 1
    return times * STREAMED / (time.process_time() - began)


def show(rates: dict[str, float], tokens: Sequence[int]) -> None:
    """Print each way's share of the ceiling, ``rates`` in passages per CPU second."""
    each = multiplications(tokens) / len(tokens)
    mean = round(sum(tokens) / len(tokens))
    stream = stream_rate()
    print(f"\n{mean} tokens and {each / 1e9:.2f} G multiply-adds a passage on average;")
    print(f"one core reads {stream / 1e9:.1f} GB/s from memory\n")
    print("| products in | G multiply-adds/s | ceiling, passages/s | weights read, GB/s, there |")
    print("| --- | --- | --- | --- |")
    ceilings = {}
    for name, int8 in (("float32", False), ("int8", True)):
        rate = product_rate(mean, int8=int8)
        ceilings[name] = rate / each
        read = ceilings[name] * WEIGHTS * (1 if int8 else 4) / 1e9
        print(f"| {name} | {rate / 1e9:.0f} | {ceilings[name]:.0f} | {read:.1f} |")
    for name, rate in rates.items():
        kind = "int8" if "int8" in name else "float32"
        print(f"{name}: {rate / ceilings[kind]:.2f} of the ceiling in {kind}")


def _product(tokens: int, inputs: int, outputs: int, *, int8: bool) -> Callable[[], object]:
    shuffled = np.random.default_rng(0)
    graph = Graph()
    if int8:
        x = shuffled.integers(0, 255, (tokens, inputs), np.uint8)
        matrix = shuffled.integers(-127, 127, (inputs, outputs), np.int8)
        if needs_wide_sums():
            matrix = matrix.view(np.uint8)
        made = graph.add("Cast", graph.add("MatMulInteger", "x", graph.constant(matrix)), to=1)
    else:
        x = shuffled.random((tokens, inputs), np.float32)
        made = graph.add(
            "MatMul", "x", graph.constant(shuffled.random((inputs, outputs), np.float32))
        )
    graph.name(made, "y")
    kind = np.uint8 if int8 else np.float32
    session = open_session(graph, {"x": (kind, [tokens, inputs])}, ["y"])
    return lambda: session.run(None, {"x": x})
