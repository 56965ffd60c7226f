"""The grade of a word behind the label of a password."""

from __future__ import annotations

import pytest

from dlpscan.checks import secrets


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        ("Zk8mmq2x", 3),
        ("Abc@123456", 3),
        ("135790", 2),
        ("zhangwei", 1),
        ("test1234", 1),
        ("password", 0),
        ("password1", 0),
        ("********", 0),
        ("xxxxxx", 0),
        ("${SECRET1}", 0),
        ("{{ pw }}", 0),
        ("config.db.password2", 0),
        ("new_password_1", 0),
        ("getPass1()", 0),
        ("sha256", 0),
        ("5f4dcc3b5aa765d61d8327deb882cf99", 0),
        ("$2b$10$abcdefghijklmnopqrstuv", 0),
        ("2024-11-24", 0),
        ("/etc/passwd1", 0),
        ("a1b", 0),
    ],
)
def test_the_grade_tells_secrets_from_what_stands_for_one(value: str, grade: int) -> None:
    """Letters with digits or signs are secrets; types, templates, names in code and masks are not."""
    assert secrets.grade(value, quoted=False) == grade
