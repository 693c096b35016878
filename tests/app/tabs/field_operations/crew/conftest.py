from tests.data_sources.studies.dispatch.conftest import board

__all__ = ["board"]
