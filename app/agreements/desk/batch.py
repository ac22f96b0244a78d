"""일괄 요청: a file is looked through line by line; nothing is made before somebody confirms it."""

from flask import redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.agreements import batches, columns
from app.agreements.desk import batch_tables
from app.agreements.desk.batch_view import PAGE, BatchView, above, lines_of, newest, view_of
from app.agreements.desk.officer import officer_here
from app.agreements.listed import look_through
from app.agreements.models import AgreementBatch
from app.agreements.products import products_of
from app.core.errors import NotFound
from app.core.texts import t
from app.db.unit import reading, unit
from app.parties.policies import RELEASE_LIMIT, in_force
from app.records import looking
from app.records.rules import LISTED
from app.sheets.reading import MOST_BYTES, BadSheet, read
from app.sheets.workbook import MOST_ROWS
from app.web.pages import render, render_part

LONGEST = MOST_BYTES + 64 * 1024
"""Bytes of the form with its file."""
LONGEST_NAME = 80


def ask(problem: str = "") -> Response:
    """Where a file is brought, and the lists that were brought lately."""
    with reading() as session:
        products = [each.name for each in products_of(session, current_user.institution_id)]
        found = newest(session, officer_here())
    return render(
        "desk/batches.html",
        422 if problem else 200,
        officer=current_user,
        problem=problem,
        products=products,
        product=request.form.get("product", ""),
        batches=found,
        most=MOST_ROWS,
    )


def take() -> Response:
    """Look a file through and keep what was found; the same list again is the same batch."""
    sent, who = request.files.get("file"), officer_here()
    if sent is None or not sent.filename:
        return ask(t("batch.bad.no_file"))
    product = _product(request.form.get("product", ""))
    needed = columns.needed_by(whole=who.branch_id is None, product=bool(product))
    try:
        found = columns.read_list(read(sent.stream.read(MOST_BYTES + 1)), needed)
    except columns.BadHeads as bad:
        return ask(t(f"batch.bad.{bad.code}", names=", ".join(bad.names)))
    except BadSheet as bad:
        return ask(t(f"batch.bad.{bad.code}", most=f"{MOST_ROWS:,}"))
    digest = batches.digest_of(who, found.lines, product)
    with reading() as session:
        there = batches.known(session, digest)
    if there and there.confirmed_at:
        return redirect(_address(there.id) + "?again=1", 303)
    rows = look_through(who, found.lines, product)
    with unit() as u:
        name = _plain(sent.filename)
        batch = batches.keep(u, who, digest, name, found.ignored, rows)
    return redirect(_address(batch.id), 303)


def show(batch_id: str, error: str = "") -> Response:
    """The report before it is confirmed, the progress while requests are made, what became of it.

    Another institution's, or another branch's, is not there (404).
    """
    page = max(1, min(request.args.get("page", 1, type=int), 1000))
    with reading() as session:
        view = view_of(session, _visible(session.get(AgreementBatch, batch_id)))
        lines = lines_of(session, view.id, page)
        limit = in_force(session, current_user.institution_id, RELEASE_LIMIT)
        held = above(session, view.id, limit)
    looking.shows({one for each in lines for one in each.people}, "batch", action=LISTED)
    return render(
        "desk/batch.html",
        422 if error else 200,
        officer=current_user,
        batch=view,
        lines=lines,
        page=page,
        pages=-(-view.lines // PAGE),
        limit=limit,
        held=held,
        again="again" in request.args,
        error=error,
    )


def progress(batch_id: str) -> Response:
    """How far it is; once it is done htmx opens the page again."""
    view = _view(batch_id)
    response: Response = render_part("desk/_batch_progress.html", batch=view)
    if not view.running:
        response.headers["HX-Refresh"] = "true"
    return response


def confirm(batch_id: str) -> Response:
    """N건 요청 보내기: with the officer's word that the register was compared."""
    if request.form.get("confirmed") != "yes" and _view(batch_id).confirmed_at is None:
        return show(batch_id, t("batch.confirm.missing"))
    with unit() as u:
        looked = request.form.get("looked", 0, type=int)
        batches.confirm(u, batch_id, officer_here(), looked)
    return redirect(_address(batch_id), 303)


def drop(batch_id: str) -> Response:
    """버리기: before anything was made of it."""
    with unit() as u:
        batches.drop(u, batch_id, officer_here())
    return redirect(url_for("desk_batches.ask"), 303)


def table(batch_id: str, *, corrections: bool) -> Response:
    """The report as a file, or the lines to be put right."""
    with reading() as session:
        view = view_of(session, _visible(session.get(AgreementBatch, batch_id)))
        lines = lines_of(session, view.id)
    looking.taken({one for each in lines for one in each.people}, "batch")
    return (batch_tables.corrections if corrections else batch_tables.report)(lines)


def _view(batch_id: str) -> BatchView:
    with reading() as session:
        return view_of(session, _visible(session.get(AgreementBatch, batch_id)))


def _visible(batch: AgreementBatch | None) -> AgreementBatch:
    if batch is None or not batches.in_reach(batch, officer_here()):
        raise NotFound()
    return batch


def _product(name: str) -> str:
    """The product chosen for every line, if the institution offers it."""
    with reading() as session:
        offered = products_of(session, current_user.institution_id)
    return name if name in {each.name for each in offered} else ""


def _address(batch_id: str) -> str:
    return url_for("desk_batches.show", batch_id=batch_id)


def _plain(name: str) -> str:
    """A file's name as it is shown: without its folders, on one line."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[-LONGEST_NAME:]
