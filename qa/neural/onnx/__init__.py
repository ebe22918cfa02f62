"""The shipped networks for ONNX Runtime: graphs made from their weights when they are loaded."""
