"""What of the articles may answer: units, how well they match, who says them."""
