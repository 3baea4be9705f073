from beffroi.listening.tests.conftest import browse, world

__all__ = ["browse", "world"]
