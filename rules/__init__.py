"""The rule base that ships with the program: data only, read by ``questionnaire.knowledge``."""
