__all__ = ["CONTRACT_VERSION", "decide_json"]

CONTRACT_VERSION: int

def decide_json(question: str | bytes | bytearray | memoryview, /) -> str: ...
