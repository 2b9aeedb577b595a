"""After a form people are led to pages of this site only."""

import pytest

from tracker.web.addresses import same_site_path

FOREIGN = [
    "https://e.example/",
    "//e.example",
    "///e.example",
    "/\\e.example",
    "\\\\e.example",
    "https:e.example",
    "javascript:alert(1)",
    "/%5ce.example",
    "/%2fe.example",
    "/%09/e.example",
    "/a%0d%0aLocation:%20//e.example",
    "/\t/e.example",
    "/\n/e.example",
    " //e.example",
    "promises",
    "",
    None,
]


@pytest.mark.parametrize("candidate", FOREIGN)
def test_another_place_is_refused(candidate: str | None) -> None:
    assert same_site_path(candidate, "/home") == "/home"


@pytest.mark.parametrize("candidate", ["/", "/promises", "/customers?q=M%C3%BCller%20GmbH&x=//y", "/promises/12#do"])
def test_a_page_of_ours_is_taken(candidate: str) -> None:
    assert same_site_path(candidate) == candidate
