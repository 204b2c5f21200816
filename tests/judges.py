"""Who judges what we write in FHIR: two readers of the standard that share nothing with us.

Neither sees everything: the JSON schema knows all codes and forgives what is missing, the models
know what must be there and forgive strange codes.  What both miss, the tests look for themselves.
"""

import node


def faults_by_schema(resources):
    """Returns for each resource what the JSON schema of R4 finds wrong; see ``node.run``."""
    return node.run("schema.mjs", resources)


def faults_by_models(resources):
    """Returns for each resource what the models of fhir.resources find wrong with it."""
    return [_faults(resource) for resource in resources]


def _faults(resource):
    from fhir.resources.R4B import get_fhir_model_class  # noqa: PLC0415 - takes half a second

    try:
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    except ValueError as refused:
        return [str(refused)]
    return []
