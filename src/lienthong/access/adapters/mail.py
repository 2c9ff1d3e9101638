"""Letters by official mail."""

from django.core.mail import EmailMessage


def send_letter(*, to: str, subject: str, body: str) -> None:
    """Hand one letter to the mail server. Raises OSError or SMTPException when it takes none."""
    EmailMessage(subject, body, to=[to]).send()
