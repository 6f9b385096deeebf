"""The desk's views: parse, one call, render."""
