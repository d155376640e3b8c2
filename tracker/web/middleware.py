"""What holds for every request and response, whichever page it is for."""

from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.shortcuts import resolve_url
from django.utils.cache import patch_cache_control, patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect


class CleanInputMiddleware:
    """Refuse NUL in addresses: PostgreSQL cannot store it, and no honest link holds one. (Forms refuse it by themselves.)"""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if "\x00" in request.path or any("\x00" in key + value for key, value in _pairs(request.GET)):
            raise BadRequest("The address holds a character (NUL) that no page can use.")


def _pairs(data):
    return ((key, value) for key, values in data.lists() for value in values)


class HtmxHygieneMiddleware:
    """Say that answers differ with HX-Request, so that the back button never shows a fragment, and send an htmx request
    that needs a sign-in to the sign-in page as a whole."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        login = resolve_url("account_login")
        if request.htmx and response.status_code == 302 and response["Location"].startswith(login):
            back = urlencode({"next": request.htmx.current_url_abs_path or "/"})
            return HttpResponseClientRedirect(f"{login}?{back}")
        return response


class NoStoreMiddleware:
    """Pages made for a person are kept by no cache, shared or private."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True, private=True)
        return response
