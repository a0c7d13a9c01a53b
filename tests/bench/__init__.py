"""`make bench`: what the portal's pages cost beside a bare Django view; see docs/performance.md."""
