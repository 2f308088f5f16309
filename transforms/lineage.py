"""Which columns each column of a model is made of, found from its SQL.

One step back: from a model to the tables and views that it selects from, through its common table expressions and the
table macros that it calls. What decides which rows there are (joins, conditions) is no source of a column; what counts
rows has all of a row, ``*``, as its source. Where SQL does not say which column of several it means (the fields of an
unnested value), all of them are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from transforms.models import macros

if TYPE_CHECKING:
    from sqlglot import exp

ROW = "*"
"""The source column of what counts rows."""

Source = tuple[str, str]
"""A table, "schema.name", and one of its columns."""
Sources = frozenset[Source]
NOTHING: Sources = frozenset()


@dataclass(frozen=True)
class Relation:
    """What can be selected from. columns: the sources of each; rest: those of columns that go by other names."""

    columns: Mapping[str, Sources]
    rest: Sources = NOTHING
    tables: frozenset[str] = frozenset()

    def has(self, name: str) -> bool:
        """Whether it has a column of that name, for sure."""
        return name in self.columns

    def of(self, name: str) -> Sources:
        """The sources of a column."""
        return self.columns.get(name, self.rest)

    @property
    def rows(self) -> Sources:
        """What counting its rows counts."""
        return frozenset((table, ROW) for table in self.tables)


@dataclass(frozen=True)
class _Scope:
    """What names mean at a place of a query: tables with their columns, common table expressions, what is joined."""

    tables: Mapping[str, Iterable[str]]
    named: Mapping[str, Relation] = field(default_factory=dict)
    joined: Mapping[str, Relation] = field(default_factory=dict)
    aliases: Mapping[str, Sources] = field(default_factory=dict)
    outer: "_Scope | None" = None

    def sources(self, name: str, qualifier: str) -> Sources:
        """The sources of a column, by its name and that of its table, if it has one."""
        if not qualifier:
            return self._sources_of_name(name)
        if qualifier in self.joined:
            return self.joined[qualifier].of(name)
        # The table is one of the query around this one, or it is no table but a value with fields.
        return self.outer.sources(name, qualifier) if self.outer else self._sources_of_name(qualifier)

    def _sources_of_name(self, name: str) -> Sources:
        known = [relation.of(name) for relation in self.joined.values() if relation.has(name)]
        if known:
            return known[0]
        if name in self.aliases:
            return self.aliases[name]
        if name in self.joined:  # a table's name stands for all of its row
            return self.joined[name].rows
        unsure = NOTHING.union(*(relation.rest for relation in self.joined.values()))
        return unsure or (self.outer.sources(name, "") if self.outer else NOTHING)

    @property
    def rows(self) -> Sources:
        """What counting the rows counts."""
        return NOTHING.union(*(relation.rows for relation in self.joined.values()))


def column_sources(sql: str, columns: Iterable[str], tables: Mapping[str, Iterable[str]]) -> dict[str, Sources]:
    """The sources of each of these columns of a query: none of what is constant.

    tables: the columns of every table that it may select from.
    """
    from sqlglot import parse_one

    relation = _relation(parse_one(sql, read="duckdb"), _Scope(tables))
    return {column: relation.of(column) for column in columns}


@cache
def _table_macros() -> "dict[str, exp.Expr]":
    """The queries of the macros that stand for tables."""
    from sqlglot import exp, parse

    found: dict[str, exp.Expr] = {}
    for statement in parse(macros(), read="duckdb"):
        if isinstance(statement, exp.Create) and isinstance(statement.this.this, exp.Table):
            found[statement.this.this.name] = statement.expression
    return found


def _relation(node: "exp.Expr", scope: _Scope) -> Relation:
    """What a query, or a part of one that can be selected from, gives."""
    from sqlglot import exp

    named = dict(scope.named)
    if with_ := node.args.get("with_"):
        for cte in with_.expressions:
            if with_.args.get("recursive"):  # it reads itself: what it begins with tells its columns
                first = cte.this
                while isinstance(first, exp.SetOperation):
                    first = first.this
                named[cte.alias] = _relation(first, _Scope(scope.tables, named))
            named[cte.alias] = _relation(cte.this, _Scope(scope.tables, named))
    inside = _Scope(scope.tables, named, scope.joined, scope.aliases, scope.outer)
    match node:
        case exp.Table():
            relation = _table(node, inside)
        case exp.Subquery():
            relation = _relation(node.this, inside)
        case exp.SetOperation():
            relation = _union(node, inside)
        case exp.Pivot():
            relation = _pivot(node, inside)
        case exp.Unnest() | exp.Lateral() | exp.Values():
            sources = _of_expression(node, inside)
            alias = node.args.get("alias")
            names = [column.name for column in alias.args.get("columns") or ()] if alias else []
            relation = Relation(dict.fromkeys(names, sources), sources)
        case exp.Select():
            relation = _select(node, inside)
        case _:
            relation = Relation({}, _of_expression(node, inside))
    return relation


def _table(node: "exp.Table", scope: _Scope) -> Relation:
    from sqlglot import exp

    if isinstance(node.this, exp.Func):
        body = _table_macros().get(node.this.name)
        return _relation(body, _Scope(scope.tables)) if body is not None else Relation({})
    if not node.db:
        return scope.named.get(node.name, Relation({}))
    table = f"{node.db}.{node.name}"
    columns = {column: frozenset({(table, column)}) for column in scope.tables[table]}
    return Relation(columns, NOTHING, frozenset({table}))


def _union(node: "exp.SetOperation", scope: _Scope) -> Relation:
    one, other = _relation(node.this, scope), _relation(node.expression, scope)
    second = dict(other.columns)
    if not node.args.get("by_name") and len(one.columns) == len(other.columns):
        second = dict(zip(one.columns, other.columns.values(), strict=True))
    columns = {name: one.of(name) | second.get(name, other.rest) for name in {**one.columns, **second}}
    return Relation(columns, one.rest | other.rest, one.tables | other.tables)


def _pivot(node: "exp.Pivot", scope: _Scope) -> Relation:
    from sqlglot import exp

    of = _relation(node.this, scope)
    inside = _Scope(scope.tables, scope.named, {"": of}, outer=scope.outer)
    if node.args.get("unpivot"):
        turned = NOTHING.union(*(_of_expression(columns, inside) for columns in node.expressions))
        into = node.args["into"]
        values = {value.name: turned for value in into.expressions}
        return Relation({**of.columns, into.this.name: of.rows, **values}, turned, of.tables)
    grouped = [column.name for column in node.args["group"].expressions] if node.args.get("group") else []
    columns = {name: of.of(name) for name in grouped}
    using = {made.alias_or_name: _of_expression(made, inside) for made in node.args.get("using") or ()}
    for on in node.expressions:
        for value in on.expressions if isinstance(on, exp.In) else ():
            columns |= {f"{value.name}_{name}" if name else value.name: found for name, found in using.items()}
    return Relation(columns, NOTHING.union(*using.values(), *columns.values()), of.tables)


def _select(node: "exp.Select", scope: _Scope) -> Relation:
    joined: dict[str, Relation] = {}
    from_ = node.args.get("from_")
    for source in [*([from_.this] if from_ else []), *(join.this for join in node.args.get("joins") or ())]:
        # What is joined may speak of what was joined before it.
        before = _Scope(scope.tables, scope.named, joined, outer=scope.outer)
        joined[source.alias_or_name or f" {len(joined)}"] = _relation(source, before)
    columns: dict[str, Sources] = {}
    rest = NOTHING
    for number, projection in enumerate(node.expressions):
        inside = _Scope(scope.tables, scope.named, joined, columns, scope.outer)
        found, unsure = _projected(projection, number, inside)
        columns = {**columns, **found}
        rest |= unsure
    return Relation(columns, rest, frozenset().union(*(relation.tables for relation in joined.values())))


def _projected(node: "exp.Expr", number: int, scope: _Scope) -> tuple[dict[str, Sources], Sources]:
    """The columns that an item of a select list makes, and the sources of those whose names it does not say."""
    from sqlglot import exp

    if isinstance(node, exp.Star):
        return _of_star(node, scope.joined, scope)
    if isinstance(node, exp.Column) and isinstance(node.this, exp.Star):
        return _of_star(node.this, {node.table: scope.joined[node.table]}, scope)
    if columns := node.find(exp.Columns):
        if isinstance(columns.this, exp.Star):
            return _of_star(columns.this, scope.joined, scope)
        return _of_star(exp.Star(), scope.joined, scope)
    sources = _of_expression(node, scope)
    if isinstance(node, exp.Explode) and node.expressions:  # unnest(…, recursive := true): a column a field
        fields: dict[str, Sources] = {}
        for struct in node.this.find_all(exp.Struct):
            for item in struct.expressions:
                fields[item.this.name] = fields.get(item.this.name, NOTHING) | _of_expression(item.expression, scope)
        return fields, sources
    return {node.alias_or_name or f" {number}": sources}, NOTHING


def _of_star(node: "exp.Star", relations: Mapping[str, Relation], scope: _Scope) -> tuple[dict[str, Sources], Sources]:
    left_out = {column.name for column in node.args.get("except_") or ()}
    columns: dict[str, Sources] = {}
    for relation in relations.values():
        for name, sources in relation.columns.items():
            if name not in left_out:
                columns.setdefault(name, sources)
    for replaced in node.args.get("replace") or ():
        columns[replaced.alias] = _of_expression(replaced.this, scope)
    return columns, NOTHING.union(*(relation.rest for relation in relations.values()))


def _of_expression(node: "exp.Expr", scope: _Scope) -> Sources:
    """The sources of a value: the columns that it is computed from, or the rows that it counts."""
    from sqlglot import exp

    match node:
        case exp.Query():
            relation = _relation(node, _Scope(scope.tables, scope.named, outer=scope))
            return NOTHING.union(*relation.columns.values(), relation.rest) or relation.rows
        case exp.Star():
            columns, rest = _of_star(node, scope.joined, scope)
            return NOTHING.union(*columns.values(), rest)
        case exp.Column() if not isinstance(node.this, exp.Star):
            return scope.sources(node.name, node.table)
        case exp.Count() if isinstance(node.this, exp.Star):
            return scope.rows
    found = NOTHING.union(*(_of_expression(child, scope) for child in node.iter_expressions()))
    return found or (scope.rows if isinstance(node, (exp.AggFunc, exp.Window)) else NOTHING)
