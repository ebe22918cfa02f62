"""Libraries in a Milvus cluster, or in a Milvus Lite folder on this disk."""
