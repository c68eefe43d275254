"""A model's SELECT: parsed, checked against what may be asked, and written anew.

Nothing of the model's text reaches the database. What does is generated from a tree
in which every node is of a kind listed here, every table is `products` or a part of the
same statement, and every column is one of the shop's public ones.
"""

import logging
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import sqlglot
from sqlglot import Token, TokenType, exp
from sqlglot.errors import ErrorLevel, SqlglotError

from catalog.errors import SelectRefused
from catalog.schema import Dialect

LONGEST_STATEMENT = 4_000
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
_MOST_TOKENS = 500
_DEEPEST_PARENTHESES = 20
_LONGEST_TEXT = 200
_MOST_TABLES = 5
_MOST_COLUMNS = 40
_MOST_EXPANDED = 100_000

logging.getLogger("sqlglot").setLevel(logging.ERROR)
"""It would tell the terminal what the model is told anyway."""

_SHAPE = (
    exp.Select,
    exp.Union,
    exp.Except,
    exp.Intersect,
    exp.Subquery,
    exp.With,
    exp.CTE,
    exp.From,
    exp.Join,
    exp.Where,
    exp.Group,
    exp.Having,
    exp.Order,
    exp.Ordered,
    exp.Limit,
    exp.Offset,
    exp.Distinct,
    exp.Table,
    exp.TableAlias,
    exp.Alias,
    exp.Column,
    exp.Identifier,
    exp.Star,
    exp.Literal,
    exp.Null,
    exp.Boolean,
    exp.Paren,
    exp.Tuple,
)
_OPERATORS = (
    exp.And,
    exp.Or,
    exp.Not,
    exp.EQ,
    exp.NEQ,
    exp.GT,
    exp.GTE,
    exp.LT,
    exp.LTE,
    exp.Is,
    exp.In,
    exp.Between,
    exp.Like,
    exp.ILike,
    exp.Escape,
    exp.Exists,
    exp.Add,
    exp.Sub,
    exp.Mul,
    exp.Div,
    exp.Mod,
    exp.Neg,
    exp.DPipe,
    exp.Collate,
    exp.Var,
    exp.Case,
    exp.If,
    exp.Cast,
    exp.DataType,
    exp.DataTypeParam,
    exp.Filter,
    exp.Window,
    exp.WindowSpec,
)
_FUNCTIONS = (
    exp.Abs,
    exp.Avg,
    exp.Coalesce,
    exp.Count,
    exp.DenseRank,
    exp.Length,
    exp.Lower,
    exp.Max,
    exp.Min,
    exp.Nullif,
    exp.Rank,
    exp.Round,
    exp.RowNumber,
    exp.StrPosition,
    exp.Substring,
    exp.Sum,
    exp.Trim,
    exp.Upper,
)
_ALLOWED = frozenset((*_SHAPE, *_OPERATORS, *_FUNCTIONS))
_TYPES = frozenset(
    {
        exp.DType.BIGINT,
        exp.DType.BOOLEAN,
        exp.DType.CHAR,
        exp.DType.DECIMAL,
        exp.DType.DOUBLE,
        exp.DType.FLOAT,
        exp.DType.INT,
        exp.DType.TEXT,
        exp.DType.VARCHAR,
    }
)
_FUNCTION_NAMES = (
    "ABS AVG CASE CAST COALESCE COUNT DENSE_RANK INSTR LENGTH LOWER MAX MIN NULLIF RANK"
    " ROUND ROW_NUMBER SUBSTR SUM TRIM UPPER"
)


def grammar(dialect: Dialect) -> str:
    """Give the parser's name for a dialect."""
    return "postgres" if dialect == "postgresql" else dialect


@dataclass(frozen=True, slots=True)
class CheckedSelect:
    """A statement that may be run."""

    tree: exp.Query
    sql: str
    """Generated from the tree, in the database's dialect, with its LIMIT."""


def checked_select(
    sql: str, *, columns: Sequence[str], dialect: Dialect, row_limit: int
) -> CheckedSelect:
    """Give the statement written anew.

    Raises:
        SelectRefused: It is not one SELECT over what `products` shows.
    """
    try:
        tree = _parsed(sql, dialect)
        _check_nodes(tree)
        _check_expansion(tree)
        _check_tables(tree)
        _check_columns(tree, columns)
        _limit(tree, row_limit)
        text = tree.sql(
            grammar(dialect), comments=False, unsupported_level=ErrorLevel.IGNORE
        )
    except SqlglotError as error:
        complaint = str(error).splitlines()[0] if str(error) else "unreadable"
        raise SelectRefused(f"not valid {dialect} SQL: {complaint}") from error
    except RecursionError as error:
        raise SelectRefused("the statement is nested too deeply") from error
    return CheckedSelect(tree, text)


def _parsed(sql: str, dialect: Dialect) -> exp.Query:
    if len(sql) > LONGEST_STATEMENT or _UNWRITABLE.search(sql):
        raise SelectRefused(
            f"write one SELECT of at most {LONGEST_STATEMENT} characters"
        )
    tokens = [
        token
        for token in sqlglot.tokenize(sql, read=grammar(dialect))
        if token.token_type is not TokenType.SEMICOLON
    ]
    if not tokens or tokens[0].token_type not in {TokenType.SELECT, TokenType.WITH}:
        raise SelectRefused("only a SELECT can be run; this shop is read only")
    _check_size(tokens)
    trees = [
        tree for tree in sqlglot.parse(sql, read=grammar(dialect)) if tree is not None
    ]
    if len(trees) != 1:
        raise SelectRefused("write exactly one SELECT, without anything after it")
    tree = trees[0]
    if not isinstance(tree, exp.Query):
        raise SelectRefused("only a SELECT can be run; this shop is read only")
    return tree


def _check_size(tokens: Sequence[Token]) -> None:
    depth = deepest = 0
    for token in tokens:
        depth += token.token_type is TokenType.L_PAREN
        depth -= token.token_type is TokenType.R_PAREN
        deepest = max(deepest, depth)
        if len(token.text) > _LONGEST_TEXT:
            raise SelectRefused(f"a text is longer than {_LONGEST_TEXT} letters")
    if len(tokens) > _MOST_TOKENS or deepest > _DEEPEST_PARENTHESES:
        raise SelectRefused("the statement is too long; write a simpler SELECT")


def _check_nodes(tree: exp.Query) -> None:
    for node in tree.walk():
        if type(node) in _ALLOWED:
            continue
        if isinstance(node, exp.Func):
            called = node.name if isinstance(node, exp.Anonymous) else node.sql_name()
            raise SelectRefused(
                f"the function {called.upper()} cannot be used;"
                f" there are {_FUNCTION_NAMES}"
            )
        raise SelectRefused(
            f"{type(node).__name__.upper()} cannot be used; write a plain SELECT"
            " with WHERE, GROUP BY, ORDER BY and LIMIT"
        )
    for with_ in tree.find_all(exp.With):
        if with_.args.get("recursive"):
            raise SelectRefused("WITH RECURSIVE cannot be used")
    for type_ in tree.find_all(exp.DataType):
        if type_.this not in _TYPES:
            raise SelectRefused(f"CAST to {type_.sql()} cannot be used")
    for select in tree.find_all(exp.Select):
        if len(select.expressions) > _MOST_COLUMNS:
            raise SelectRefused(f"select at most {_MOST_COLUMNS} columns")


def _check_expansion(tree: exp.Query) -> None:
    """Refuse columns defined by columns defined by columns: databases write them out.

    `WITH b AS (SELECT x || x AS x FROM a), c AS (SELECT x || x …` doubles at each step,
    while the statement is prepared, where no clock stops it.
    """
    named: dict[int, int] = {}
    for column in tree.find_all(exp.Column):
        select = column.find_ancestor(exp.Select)
        named[id(select)] = named.get(id(select), 0) + 1
    if math.prod(named.values()) > _MOST_EXPANDED:
        raise SelectRefused("the parts of the statement are too entangled; simplify it")


def _check_tables(tree: exp.Query) -> None:
    own = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    if "products" in own:
        raise SelectRefused("give your WITH part another name than products")
    tables = list(tree.find_all(exp.Table))
    if len(tables) > _MOST_TABLES:
        raise SelectRefused(f"use products at most {_MOST_TABLES} times")
    for table in tables:
        plain = isinstance(table.this, exp.Identifier) and not (
            table.db or table.catalog
        )
        if not plain or table.name.lower() not in {"products", *own}:
            raise SelectRefused(
                f"there is no table {table.sql(comments=False)};"
                " the only one is products"
            )


def _check_columns(tree: exp.Query, columns: Sequence[str]) -> None:
    named = {name.lower() for name in _names_given(tree)}
    known = {column.lower() for column in columns} | named
    for column in tree.find_all(exp.Column):
        if column.args.get("db") or column.args.get("catalog"):
            raise SelectRefused(f"write {column.name} without a schema")
        if isinstance(column.this, exp.Star) or column.name.lower() in known:
            continue
        near = get_close_matches(column.name.lower(), columns, n=3, cutoff=0.5)
        hint = f"nearest: {', '.join(near)}; " if near else ""
        raise SelectRefused(
            f"there is no column {column.name}; {hint}all: {', '.join(columns)}"
        )


def _names_given(tree: exp.Query) -> Iterator[str]:
    for alias in tree.find_all(exp.Alias):
        yield alias.alias
    for part in tree.find_all(exp.TableAlias):
        yield from (column.name for column in part.columns)


def _limit(tree: exp.Query, row_limit: int) -> None:
    """Keep the statement's own limit, or cut one row beyond ours to notice the cut."""
    limit = tree.args.get("limit")
    wanted = limit.expression if isinstance(limit, exp.Limit) else None
    if limit is not None and not (isinstance(wanted, exp.Literal) and wanted.is_int):
        raise SelectRefused("write LIMIT with a whole number")
    if wanted is None or int(wanted.name) > row_limit:
        tree.limit(row_limit + 1, copy=False)
