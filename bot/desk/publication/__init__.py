"""Published verdicts as files: pages, feeds and ClaimReview for any web server."""
