"""The demo's own manuals, procedures and compliance texts: short, written for it, to be replaced by a utility's own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import assets
from data_sources.documents.folder import files_in
from data_sources.documents.index import IndexPlace, documents, index_file, remove_documents
from data_sources.documents.reading import FileOptions
from data_sources.postgres.source import PostgresSource

FOLDER: Final = Path(assets.__file__).parent / "documents"
ACTOR: Final = "fluxops demo"


def load_demo_documents(source: PostgresSource, utility_id: int) -> None:
    """Load them for the demo utility; those that are there as they are stay, those of an older Flux go."""
    files, place = files_in(FOLDER), IndexPlace("demo", utility_id, ACTOR)
    for name, path in files.items():
        index_file(source, path, name, place, FileOptions())
    own = [row for row in documents(source, utility_id) if row["origin"] == "demo"]
    if gone := [row for row in own if row["file_name"] not in files]:
        remove_documents(source, gone, ACTOR)
