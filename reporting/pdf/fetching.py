"""What WeasyPrint may fetch: the program's static files and nothing else, whatever a text holds."""

from pathlib import Path

from django.contrib.staticfiles.finders import FileSystemFinder
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "statisk"  # `statisk:css/print.css` is that static file; the fetcher knows no other scheme


class StaticFiles(URLFetcher):
    """Serves `statisk:` addresses out of the program's static files. Raises ValueError for every other address."""

    def fetch(self, url, headers=None):
        scheme, _, path = url.partition(":")
        found = FileSystemFinder().find(path) if scheme == SCHEME else None
        if not found:
            raise ValueError(f"Not one of the program's static files: {url}")
        kind = "text/css" if path.endswith(".css") else "application/octet-stream"
        return URLFetcherResponse(url, Path(found).read_bytes(), {"Content-Type": kind})
