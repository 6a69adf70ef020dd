"""Options that commands share."""

import click

side_by_side = click.option("--side-by-side", is_flag=True, help="Old left, new right.")
full = click.option("--full", is_flag=True, help="The whole text, not only what changed.")
typography = click.option("--typography", is_flag=True, help="Show typographic differences too.")
as_json = click.option("--json", "as_json", is_flag=True, help="One object.")
