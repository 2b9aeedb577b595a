"""The macros of `templates/_macros`, known to every template as `ui`.

A block that is rendered alone for htmx does not see the imports at the top of its file; a global it does see.
"""

from collections.abc import Callable
from functools import cached_property

from jinja2 import Environment
from markupsafe import Markup

Macro = Callable[..., Markup]

FILES = ("_macros/basics.html", "_macros/forms.html", "_macros/lists.html")


class Macros:
    """All macros by name: `ui.badge(…)`, `ui.field(…)`, `{% call ui.row(…) %}`."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Macro:
        """Return the macro of this name."""
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._by_name[name]
        except KeyError:
            raise AttributeError(f"no file of {FILES} has a macro {name!r}") from None

    @cached_property
    def _by_name(self) -> dict[str, Macro]:
        modules = [self._environment.get_template(name).module for name in FILES]
        return {name: macro for module in modules for name, macro in vars(module).items() if not name.startswith("_")}
