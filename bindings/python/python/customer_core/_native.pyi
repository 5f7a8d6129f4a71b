from typing import Any

__all__ = ["CONTRACT_VERSION", "ask", "decide_json"]

CONTRACT_VERSION: int

def ask(question: dict[str, object], /) -> dict[str, Any] | None: ...
def decide_json(question: str | bytes | bytearray | memoryview, /) -> str: ...
