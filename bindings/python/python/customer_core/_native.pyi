__all__: list[str]

CONTRACT_VERSION: int

def decide_json(question: str | bytes | bytearray | memoryview, /) -> str: ...
