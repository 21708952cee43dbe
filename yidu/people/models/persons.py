"""People, with or without an account."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=username)


class Person(AbstractBaseUser):
    """A human being. With a user name and a usable password it is also an account; rights are appointments.

    Or a service: a program of somebody else that is appointed like anybody, so that there is one rule of rights. It
    never signs in; it speaks by tokens.
    """

    record_type: ClassVar[str] = "person"

    name = models.CharField(max_length=60)
    username = models.CharField(max_length=60, unique=True, null=True, blank=True)
    email = models.EmailField(blank=True)
    pinyin = models.CharField(max_length=200, blank=True, editable=False)
    initials = models.CharField(max_length=40, blank=True, editable=False)
    is_active = models.BooleanField(default=True, help_text="may sign in; says nothing about rights")
    is_service = models.BooleanField(default=False, help_text="a program; it has no password and signs nothing")
    version = models.PositiveIntegerField(default=1)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["pinyin", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_service=False) | models.Q(username=None), name="person_service_never_signs_in"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
