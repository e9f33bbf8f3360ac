<#-- Productions that Millrace adds to Calcite's grammar. Statements other than queries are not here: StatementParser reads them. -->

<DEFAULT, DQID, BTID> TOKEN :
{
    < NEGATE: "!" >
|   < TILDE: "~" >
}

/** PostgreSQL's {@code value::type}. */
void InfixCast(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlDataTypeSpec type;
}
{
    <INFIX_CAST> { checkNonQueryExpression(exprContext); }
    type = DataType() {
        list.add(new SqlParserUtil.ToTreeListItem(SqlLibraryOperators.INFIX_CAST, s.pos()));
        list.add(type);
    }
}

/** PostgreSQL's {@code json -> key} and {@code json ->> key}. JSON_GET is never read from text: ContextualWords makes it of an arrow before a key. */
void JsonAccess(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlOperator op;
}
{
    (
        <JSON_GET> { op = PostgresOperators.JSON_GET; }
    |
        <JSON_GET_TEXT> { op = PostgresOperators.JSON_GET_TEXT; }
    ) {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(op, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

/** {@code timestamp AT TIME ZONE zone}. AT_TIME_ZONE is never read from text: MillraceTokens makes it of the three words. */
void AtTimeZone(List<Object> list, ExprContext exprContext, Span s) :
{
}
{
    <AT_TIME_ZONE> {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(PostgresOperators.AT_TIME_ZONE, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

/** A type that Calcite has no keyword for, with lengths: {@code timestamptz(3)}. */
SqlTypeNameSpec ParameterizedTypeName() :
{
    final String name;
    final Span s;
    final int precision;
    int scale = -1;
}
{
    <IDENTIFIER> { name = unquotedIdentifier(); s = span(); }
    <LPAREN> precision = UnsignedIntLiteral()
    [ <COMMA> scale = UnsignedIntLiteral() ]
    <RPAREN> {
        return TypeNames.parameterized(name, precision, scale, s.end(this));
    }
}

/** A query with its ORDER BY and LIMIT, not in parentheses of a statement. */
SqlNode StatementQuery() :
{
    final SqlNode query;
}
{
    query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY) { return query; }
}

/** A scalar expression of a statement. */
SqlNode StatementExpression() :
{
    final SqlNode expression;
}
{
    expression = Expression(ExprContext.ACCEPT_SUB_QUERY) { return expression; }
}

/** PostgreSQL's bitwise operators. RIGHT_SHIFT is never read from text: MillraceTokens makes it of two signs that touch. */
void BitOperator(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlOperator op;
}
{
    (
        <VERTICAL_BAR> { op = PostgresOperators.BIT_OR; }
    |
        <HASH> { op = PostgresOperators.BIT_XOR; }
    |
        <RIGHT_SHIFT> { op = PostgresOperators.SHIFT_RIGHT; }
    ) {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(op, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

/** LEFT SEMI JOIN, as Spark and Hive write it. */
JoinType LeftSemiJoin() :
{
}
{
    <LEFT> <SEMI> <JOIN> { return JoinType.LEFT_SEMI_JOIN; }
}

/** LEFT ANTI JOIN, as Spark and Hive write it. */
JoinType LeftAntiJoin() :
{
}
{
    <LEFT> <ANTI> <JOIN> { return JoinType.LEFT_ANTI_JOIN; }
}

/** SEMI JOIN, as DuckDB writes it. */
JoinType SemiJoin() :
{
}
{
    <SEMI> <JOIN> { return JoinType.LEFT_SEMI_JOIN; }
}

/** ANTI JOIN, as DuckDB writes it. */
JoinType AntiJoin() :
{
}
{
    <ANTI> <JOIN> { return JoinType.LEFT_ANTI_JOIN; }
}
