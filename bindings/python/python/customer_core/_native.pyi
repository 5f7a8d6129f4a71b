from collections.abc import Buffer

CONTRACT_VERSION: int

def decide_json(question: str | Buffer, /) -> str: ...
