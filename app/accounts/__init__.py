"""Accounts: signing in with id and password, sessions, and the limits on guessing."""

from flask import Flask


def install(app: Flask) -> None:
    """Let the application know who is signed in, and give it the sign-in screens."""
    from app.accounts import door
    from app.accounts.screens import doors

    door.install(app)
    app.register_blueprint(doors)
