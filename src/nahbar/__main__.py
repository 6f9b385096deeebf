"""`python -m nahbar` is the command line."""

from nahbar.site.command import main

main(prog_name="nahbar")
