"""The floor: a bare Flask page."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """Some words."""
    return "<!doctype html><title>hello</title><h1>안녕하세요</h1>"
