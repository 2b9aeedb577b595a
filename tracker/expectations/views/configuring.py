"""The administration of topics."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.accounts.admin_places import AdminPlace, add_admin_places
from tracker.expectations.forms import TopicForm, values_of
from tracker.expectations.queries import register as queries
from tracker.expectations.use_cases.topics import save_topic
from tracker.expectations.views.room import blueprint
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.promises.queries import choices
from tracker.promises.shown import name_of
from tracker.web.forms import answer_form
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, viewer
from tracker.web.languages import language

add_admin_places(
    blueprint,
    AdminPlace(
        "expectations.admin_topics",
        _l("Topics of expectations"),
        _l("What customers count on, and what to say early"),
        "message-circle",
    ),
)


@blueprint.get("/admin/topics")
@needs_role(Role.ADMIN)
def admin_topics() -> ResponseReturnValue:
    return page_or_block(
        "expectations/admin.html", "list", topics=queries.topics(db.session()), language=language(), name_of=name_of
    )


@blueprint.route("/admin/topics/new", methods=["GET", "POST"])
@needs_role(Role.ADMIN)
def new_topic() -> ResponseReturnValue:
    return _answer(TopicForm(), gettext("New topic"))


@blueprint.route("/admin/topics/<int:topic_id>", methods=["GET", "POST"])
@needs_role(Role.ADMIN)
def change_topic(topic_id: int) -> ResponseReturnValue:
    topic = queries.topic(db.session(), topic_id)
    return _answer(TopicForm(data=values_of(topic)), topic.title_in(language()), topic_id)


def _answer(form: TopicForm, title: str, topic_id: int | None = None) -> ResponseReturnValue:
    kinds = choices.kinds(db.session(), besides=form.kind.data or None)
    form.kind.choices = [(0, gettext("any kind")), *((each.id, name_of(each)) for each in kinds)]

    def save() -> str:
        with transaction() as session:
            saved = save_topic(session, topic_id, form.wish(), actor=viewer(), now=now())
        flash(gettext("Saved: %(name)s", name=saved.title_in(language())), "ok")
        return url_for(".admin_topics")

    return answer_form(form, "expectations/configure.html", "form", save=save, context={"title": title})
