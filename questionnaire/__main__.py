"""What ``python -m questionnaire`` runs."""

from questionnaire.cli import main

main()
