"""What the sign-in page takes."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField

from units.models import User


class SignInForm(AuthenticationForm):
    """A name longer than any account's is refused here; Django does not, and PostgreSQL fails on it."""

    username = UsernameField(
        max_length=User._meta.get_field("username").max_length,
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
