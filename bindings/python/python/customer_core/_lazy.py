"""Stands for `_ask` until the first question: what that needs is slow to import."""


class _Ask:
    def __getattr__(self, name: str) -> object:
        from . import _ask

        found: object = getattr(_ask, name)
        # From now on it is found here.
        setattr(self, name, found)
        return found


ask = _Ask()
