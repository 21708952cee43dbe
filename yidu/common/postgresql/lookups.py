"""`field__any=values`: as `in`, but the values are one array, so that the statement is the same however many they are.

A statement that is the same is prepared once by the server. Of relations the values are keys, never instances.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Field, ForeignObject, Q
from django.db.models.lookups import FieldGetDbPrepValueIterableMixin, Lookup


@ForeignObject.register_lookup
@Field.register_lookup
class AnyOf(FieldGetDbPrepValueIterableMixin, Lookup):
    lookup_name = "any"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        field = self.lhs.output_field
        lhs, params = self.process_lhs(compiler, connection)
        values = [field.get_db_prep_value(one, connection, prepared=True) for one in self.rhs]
        return f"{lhs} = ANY(%s::{field.cast_db_type(connection)}[])", [*params, values]


def among(column: str, wanted: Sequence[object]) -> Q:
    """Any of them; of one alone the rows come in the order of the index, which those of an array have not."""
    return Q(**{column: wanted[0]}) if len(wanted) == 1 else Q(**{f"{column}__any": wanted})
