"""Which way of reaching people a client's word means: 企微 and WeCom are one, and so are "Text message" and SMS."""

import itertools
import re

CHANNEL_WORDS = {
    "email": "email", "emailnewsletter": "email", "newsletter": "email", "邮件": "email", "电子邮件": "email",
    "sms": "sms", "text": "sms", "textmessage": "sms", "短信": "sms",
    "phone": "phone", "call": "phone", "telephone": "phone", "电话": "phone",
    "post": "post", "letter": "post", "mailing": "post", "directmail": "post",
    "app": "app", "push": "app", "apppush": "app",
    "wecom": "wecom", "企业微信": "wecom", "企微": "wecom", "wechat": "wechat", "微信": "wechat", "公众号": "wechat",
    "store": "store", "ads": "ads",
}  # fmt: skip
_CHINESE = sorted((word for word in CHANNEL_WORDS if not word.isascii()), key=len, reverse=True)


def channel_key(word: object) -> str | None:
    """The channel that a client's word names, such as sms for “Text message”; None for any other word."""
    return CHANNEL_WORDS.get(re.sub(r"[\W_]+", "", str(word)).lower())


def channel_named(title: str) -> str | None:
    """The channel that a column's name speaks of, such as email for “E-mail Consent”; None where it names none.

    The first that is found, of two words before one (企业微信 before 微信, text message before text).
    """
    chinese = next((CHANNEL_WORDS[word] for word in _CHINESE if word in title), None)
    words = [word for word in re.split(r"[\W_]+", title.lower()) if word]
    pairs = ["".join(pair) for pair in itertools.pairwise(words)]
    return chinese or next((CHANNEL_WORDS[word] for word in (*pairs, *words) if word in CHANNEL_WORDS), None)
