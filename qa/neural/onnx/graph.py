"""A graph of ONNX operations, and the session that runs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.neural.stored import Stored

OWN = "com.microsoft"
"""Operations that ONNX Runtime adds to the standard's."""
_STANDARD, _OWN, _IR = 17, 1, 8


class Graph:
    """Operations in order; a value goes by its name."""

    def __init__(self) -> None:
        """Begin with none."""
        self.nodes: list[Any] = []
        self.constants: dict[str, NDArray[Any]] = {}

    def add(self, kind: str, *inputs: str, count: int = 1, **attributes: Any) -> Any:
        """Add an operation, and return its result's name, or those of its ``count`` results."""
        from onnx.helper import make_node

        names = [f"v{len(self.nodes)}.{number}" for number in range(count)]
        domain = OWN if kind in _OWN_KINDS else ""
        self.nodes.append(make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names[0] if count == 1 else names

    def name(self, value: str, given: str) -> str:
        """Give a value a name of its own, as results have to have."""
        from onnx.helper import make_node

        self.nodes.append(make_node("Identity", [value], [given]))
        return given

    def constant(self, value: Any, kind: type = np.float32) -> str:
        """Add a constant; numbers are float32 unless ``kind`` says otherwise."""
        array = value if isinstance(value, np.ndarray) else np.asarray(value, kind)
        name = f"c{len(self.constants)}"
        self.constants[name] = np.ascontiguousarray(array)
        return name


def linear(graph: Graph, weights: Stored, x: str, name: str) -> str:
    """Add a product with a matrix and its bias."""
    matrix = graph.constant(np.ascontiguousarray(weights[f"{name}.weight"].T))
    product = graph.add("MatMul", x, matrix)
    return str(graph.add("Add", product, graph.constant(weights[f"{name}.bias"])))


def integer_product(
    graph: Graph,
    x: str,
    whole: NDArray[np.int8] | NDArray[np.uint8],
    scales: NDArray[np.float32],
    bias: str = "",
    *,
    wide: bool,
) -> str:
    """Add the product of ``x``, made 8-bit, with (inputs, outputs) of 8 bits; ``bias`` is added.

    ``wide`` stores the weights without a sign, whose products every CPU sums in 32 bits.
    """
    zero = ""
    if wide:
        whole = whole.view(np.uint8) ^ np.uint8(128)  # each weight plus 128
        zero = graph.constant(np.full(whole.shape[1], 128, np.uint8))
    parts = graph.constant(whole), graph.constant(scales)
    return str(graph.add("DynamicQuantizeMatMul", x, *parts, zero, bias))


_OWN_KINDS = frozenset({"DynamicQuantizeMatMul", "Gelu", "MultiHeadAttention"})


def open_session(
    graph: Graph,
    inputs: Mapping[str, tuple[type, Sequence[Any]]],
    outputs: Sequence[str],
) -> Any:
    """Return a session; ``inputs`` have a type and a shape, in which names stand for any length.

    One thread: texts are spread over the cores instead (``qa.neural.workers``).

    Raises:
        ValueError: the constants do not fit each other.
    """
    import onnxruntime
    from onnx import TensorProto
    from onnx.helper import (
        make_graph,
        make_model,
        make_opsetid,
        make_tensor_value_info,
        np_dtype_to_tensor_dtype,
    )

    def described(name: str, array: NDArray[Any]) -> Any:
        # The numbers stay where they are: they are handed over beside the graph.
        tensor = TensorProto(
            name=name, dims=array.shape, data_type=np_dtype_to_tensor_dtype(array.dtype)
        )
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value="beside")
        return tensor

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The graphs are written as they should run: to look for more takes longer than it saves.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    large = {name: array for name, array in graph.constants.items() if array.nbytes >= _LARGE}
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in large.values()]
    options.add_external_initializers(list(large), values)
    from onnx.numpy_helper import from_array

    model = make_model(
        make_graph(
            graph.nodes,
            "copydesk",
            [
                make_tensor_value_info(name, np_dtype_to_tensor_dtype(np.dtype(kind)), shape)
                for name, (kind, shape) in inputs.items()
            ],
            [make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
            [
                described(name, array) if name in large else from_array(array, name)
                for name, array in graph.constants.items()
            ],
        ),
        opset_imports=[make_opsetid("", _STANDARD), make_opsetid(OWN, _OWN)],
        ir_version=_IR,
    )
    try:
        return onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # it has a class of its own for each sort
        raise ValueError(str(error)) from error


@cache
def needs_wide_sums() -> bool:
    """Return whether this CPU adds two 8-bit products in 16 bits, which the largest overflow.

    Those with VNNI sum in 32; others do so for weights without a sign (``integer_product``), in a
    quarter more time. ONNX Runtime doesn't say which this one is; a product of the largest tells.
    """
    graph = Graph()
    parts = np.full((64, 1), 127, np.int8), np.ones(1, np.float32)
    product = graph.add("DynamicQuantizeMatMul", "x", *map(graph.constant, parts))
    graph.name(product, "y")
    session = open_session(graph, {"x": (np.float32, [1, 64])}, ["y"])
    largest = np.ones((1, 64), np.float32)
    largest[0, 0] = 0.0  # activations reach from 0 to 1, then, and a 1 takes all 8 bits
    return abs(float(session.run(None, {"x": largest})[0][0, 0]) - 63 * 127) > 1


_LARGE = 4096
"""Bytes from which on a constant is not written into the graph."""
