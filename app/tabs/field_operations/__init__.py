"""Field Operations: work orders, the crews that do them, and what is reported from the field."""

from app.tabs.field_operations.tab import FieldOperationsTab

__all__ = ["FieldOperationsTab"]
