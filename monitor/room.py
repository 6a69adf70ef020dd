"""How large the store is, and how much room is left beside it."""

import shutil
from pathlib import Path

from monitor.phrasing import amount


def disk(store: str) -> str:
    """`store 3.1 GB, 41.0 GB free`, of the store as it was named."""
    path = Path(store.removeprefix("sqlite:///"))
    if not path.is_file():
        return "store on a database server"
    parent = path.resolve().parent
    size = sum(one.stat().st_size for one in parent.glob(f"{path.name}*") if one.is_file())
    return f"store {amount(size)}, {amount(shutil.disk_usage(parent).free)} free"
