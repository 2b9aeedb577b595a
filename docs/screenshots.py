"""Takes the pictures of the guide: `make guide`.

The demo company is made anew in a folder of its own, at a moment that stands still, on the server's clock
and on the browser's: so the pictures change only when the pages do.
"""

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from config import Settings
from docs.palettes import with_palette
from tracker.alerts.jobs import sweeping
from tracker.app import create_app
from tracker.demo import living, sign_in
from tracker.demo.people import EMMA, JANA, PASSWORD, PEOPLE, DemoPerson
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.reports.jobs import fold_everything

PICTURES = Path(__file__).parent / "guide"
MOMENT = datetime(2026, 3, 10, 9, 40, tzinfo=UTC)
"""A Tuesday morning without holidays nearby."""
DESKTOP = (1280, 700)
PHONE = (390, 844)
PAPER = (800, 1000)
TALL = (1280, 1450)
MOST_BYTES = 100_000

KATRIN, OLIVER, _RENATE = (person for person in PEOPLE if person.role is Role.MANAGER)
SABINE = next(person for person in PEOPLE if person.role is Role.ADMIN)
Steps = Callable[[Page], object]


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its name, who looks, on which page, and what is done there before it is taken."""

    name: str
    person: DemoPerson
    address: str
    steps: Steps = lambda page: page
    size: tuple[int, int] = DESKTOP


def main() -> None:
    """Take every picture."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("Chromium is missing: apt install chromium")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with served_company() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-lcd-text"],
            ignore_default_args=["--hide-scrollbars"],
        )
        for picture in PICTURES_OF_THE_GUIDE:
            take(browser, base, picture)
        browser.close()


@contextmanager
def served_company() -> Iterator[str]:
    """Yield the address of a demo company that nobody has worked in yet."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(database_url=f"sqlite:///{folder}/demo.db", log_level="ERROR"), lambda: MOMENT)
        found(app)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def found(app: Flask) -> None:
    """Make the tables, the company, the notices of this moment, and what a worker has counted by then."""
    with app.app_context():
        upgrade()
        hashes = sign_in.hashes(sign_in.new_sign_ins(is_development=True))
        with transaction() as session:
            living.make_company(session, hashes, now())
        while sweeping.sweep(lambda _seconds: False):
            pass
        fold_everything()
        db.session.remove()


def take(browser: Browser, base: str, picture: Picture) -> None:
    """Sign in, go there, do the steps, and write the picture."""
    width, height = picture.size
    context = browser.new_context(
        base_url=base,
        viewport={"width": width, "height": height},
        locale=picture.person.locale,
        timezone_id=picture.person.zone,
        is_mobile=picture.size is PHONE,
        has_touch=picture.size is PHONE,
    )
    page = context.new_page()
    page.clock.set_fixed_time(MOMENT)
    page.goto("/sign-in")
    page.fill("#email", picture.person.email)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("/")
    page.goto(picture.address)
    picture.steps(page)
    page.wait_for_load_state("networkidle")
    file = PICTURES / f"{picture.name}.png"
    file.write_bytes(with_palette(page.screenshot(animations="disabled", caret="hide")))
    context.close()
    size = file.stat().st_size
    print(f"{file.name}: {size} bytes")
    if size > MOST_BYTES:
        raise SystemExit(f"{file} is too large for the repository: at most {MOST_BYTES} bytes")


def log(page: Page) -> None:
    """Fill in what is needed for a promise."""
    page.fill("#statement", "You will have the corrected invoice by mail before we close today.")
    page.fill("#customer", "llew")
    page.locator("#whom [name=customer_id]").first.check()
    page.get_by_role("button", name="end of today").click()


def open_overdue(page: Page) -> None:
    """Open the promise that is overdue longest."""
    page.locator(".row.overdue .row-title").first.click()
    page.wait_for_url("**/promises/*")


def open_moved(page: Page) -> None:
    """Open an open promise for which a new date was agreed."""
    page.locator(".row:has-text('neuer Termin') .row-title").first.click()
    page.wait_for_url("**/promises/*")


def keep_late(page: Page) -> None:
    """Begin to say that the overdue promise was kept."""
    open_overdue(page)
    page.locator("#do a[href$='/keep']").click()
    page.wait_for_url("**/keep*")


def open_customer(page: Page) -> None:
    """Open the customer whose promise is overdue longest."""
    page.locator(".row.overdue a.row-sub").first.click()
    page.wait_for_url("**/customers/*")


def open_record(page: Page) -> None:
    """Open the record of promises of that customer."""
    open_customer(page)
    page.locator("a[href$='/record']").first.click()
    page.wait_for_url("**/record*")


def choose_three(page: Page) -> None:
    """Choose the first three promises."""
    for box in page.locator("[name=promise]").all()[:3]:
        box.check()


def open_first(page: Page) -> None:
    """Open the first row of a list."""
    page.locator(".row-title").first.click()
    page.wait_for_load_state()


PICTURES_OF_THE_GUIDE = (
    Picture("my-day.de", JANA, "/"),
    Picture("my-day-phone.en", EMMA, "/", size=PHONE),
    Picture("new.en", EMMA, "/promises/new", log, TALL),
    Picture("promise.de", JANA, "/", open_moved),
    Picture("promise-phone.de", JANA, "/", open_overdue, PHONE),
    Picture("keep-late.en", EMMA, "/", keep_late),
    Picture("customer.de", JANA, "/", open_customer),
    Picture("expectations.en", EMMA, "/expectations"),
    Picture("record.en", EMMA, "/", open_record, PAPER),
    Picture("notices.en", EMMA, "/notices"),
    Picture("board.de", KATRIN, "/board"),
    Picture("overdue.en", OLIVER, "/overdue", choose_three),
    Picture("today.de", KATRIN, "/today"),
    Picture("team.de", SABINE, "/admin/teams", open_first),
)

if __name__ == "__main__":
    main()
