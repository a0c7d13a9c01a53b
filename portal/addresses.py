"""Where a request came from, in front of or behind proxies of ours."""

from django.conf import settings


def client_ip(request) -> str:
    """Return the address of the client as our outermost trusted proxy saw it.

    Every proxy appends the address it was called from to ``X-Forwarded-For``, so with
    ``TRUSTED_PROXY_COUNT`` = n only the n-th entry from the right can be believed: whatever
    stands left of it was typed by the client. With 0 the header is ignored.
    """
    hops = settings.TRUSTED_PROXY_COUNT
    if hops:
        forwarded = [
            part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        ]
        if len(forwarded) >= hops and forwarded[-hops]:
            return forwarded[-hops]
    return request.META.get("REMOTE_ADDR", "")
