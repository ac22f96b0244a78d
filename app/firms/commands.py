"""What an operator brings of firms: `flask firms enter INSTITUTION FILE`."""

from pathlib import Path

import click
from flask.cli import AppGroup

firms = AppGroup("firms", help="The register of firms (업체).")


@firms.command("enter")
@click.argument("institution")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def enter(institution: str, file: Path) -> None:
    """Enter the firms and people of FILE (CSV or XLSX) for INSTITUTION (its code): all or none.

    A line for each person: business_number, kind (SOLE, CORPORATION), firm, name, born, role,
    since, number, mail. Their numbers count at once.
    """
    from app.core.errors import NotFound
    from app.core.texts import t
    from app.db.unit import unit
    from app.firms.files import WrongLines, enter_lines, read_lines
    from app.sheets.reading import BadSheet

    try:
        lines = read_lines(file.read_bytes())
        with unit() as u:
            entered = enter_lines(u, institution, lines)
    except BadSheet as problem:
        raise click.ClickException(t(f"batch.bad.{problem.code}")) from problem
    except NotFound as problem:
        raise click.ClickException("no such institution") from problem
    except WrongLines as wrong:
        raise click.ClickException("\n".join(wrong.problems)) from wrong
    click.echo(f"{len(lines)} lines, {entered} people entered")
