"""Whether a line that somebody is told to type is a command of ours, with these options."""

import click

from app.cli import COMMANDS


def problem_with(words: list[str]) -> str:
    """What click says against `flask --app wsgi WORDS`, without running it; empty if nothing."""
    command: click.Command = click.Group("flask", commands={it.name or "": it for it in COMMANDS})
    rest = list(words)
    try:
        while isinstance(command, click.Group):
            context = click.Context(command)
            name, found, rest = command.resolve_command(context, rest)
            if found is None:
                return f"there is no {name}"
            command = found
        command.make_context(command.name, rest, resilient_parsing=False)
    except click.exceptions.Exit:
        return ""
    except click.ClickException as problem:
        return problem.format_message()
    return ""
