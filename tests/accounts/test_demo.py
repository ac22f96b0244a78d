"""One tap signs a demo person in; nobody else, and with a token like every form."""

from flask import Flask

from tests.support.visitor import Visitor


def test_one_tap(house: Flask, app: Flask, resident) -> None:
    resident("gildong")
    visitor = Visitor(app.test_client())
    assert visitor.post("/demo/sign-in", {"account": "gildong"}).location == "/agreements"
    assert visitor.get("/me").status_code == 200


def test_only_people_of_the_demo(house: Flask, app: Flask, resident) -> None:
    resident("somebody")
    visitor = Visitor(app.test_client())
    assert visitor.post("/demo/sign-in", {"account": "somebody"}).status_code == 404
    assert visitor.post("/demo/sign-in", {"account": "gildong"}).status_code == 404
    forged = visitor.post("/demo/sign-in", {"account": "gildong", "csrf_token": ""})
    assert forged.status_code == 400
