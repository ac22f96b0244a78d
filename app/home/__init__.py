"""The front of the house: the start page, 전체메뉴, 마이페이지, guides, and signs of life."""

from app.home.screens import doors, front

__all__ = ["doors", "front"]
