from tests.data_sources.field.conftest import desk

__all__ = ["desk"]
