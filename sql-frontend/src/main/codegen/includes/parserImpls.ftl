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

/** PostgreSQL's operators over arrays, JSON and texts that are functions under other names. */
void NamedOperator(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlOperator op;
}
{
    (
        <JSON_GET_PATH> { op = PostgresOperators.JSON_GET_PATH; }
    |
        <JSON_GET_PATH_TEXT> { op = PostgresOperators.JSON_GET_PATH_TEXT; }
    |
        <CONTAINS_ALL> { op = PostgresOperators.CONTAINS_ALL; }
    |
        <CONTAINED_BY> { op = PostgresOperators.CONTAINED_BY; }
    |
        <HAVE_COMMON> { op = PostgresOperators.HAVE_COMMON; }
    |
        <BEGINS_WITH> { op = PostgresOperators.BEGINS_WITH; }
    |
        <IS_LIKE> { op = PostgresOperators.IS_LIKE; }
    |
        <IS_LIKE_IGNORING_CASE> { op = PostgresOperators.IS_LIKE_IGNORING_CASE; }
    |
        <IS_NOT_LIKE> { op = PostgresOperators.IS_NOT_LIKE; }
    |
        <IS_NOT_LIKE_IGNORING_CASE> { op = PostgresOperators.IS_NOT_LIKE_IGNORING_CASE; }
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

/** MATCH_RECOGNIZE as the standard has it: Calcite's production lacks empty matches, anchors within the pattern, the empty pattern, and a DEFINE that is left out. */
SqlNode RowPatternRecognition(SqlNode tableRef) :
{
    final MatchClause match;
    final List<SqlNode> named = new ArrayList<SqlNode>();
    SqlNodeList list;
    SqlIdentifier name;
    SqlLiteral interval;
    RowPattern pattern;
    Span s;
}
{
    [
        [ <AS> ] name = SimpleIdentifier() { named.add(tableRef); named.add(name); }
        [ <LPAREN> MatchColumnName(named) ( <COMMA> MatchColumnName(named) )* <RPAREN> ]
        { tableRef = SqlStdOperatorTable.AS.createCall(Span.of(tableRef).end(this), named); }
    ]
    <MATCH_RECOGNIZE> { match = new MatchClause(getPos(), tableRef); } <LPAREN>
    [ <PARTITION> { s = span(); } <BY> list = ExpressionCommaList(s, ExprContext.ACCEPT_NON_QUERY) { match.setPartition(list); } ]
    [ list = OrderBy(true) { match.setOrder(list); } ]
    [ <MEASURES> MatchMeasure(match) ( <COMMA> MatchMeasure(match) )* ]
    [
        <ONE> <ROW> <PER> <MATCH>
    |
        <ALL> <ROWS> <PER> <MATCH> { match.setRows(PlanNode.RowsPerMatch.ALL_ROWS_SHOW_EMPTY); }
        [
            <SHOW> <EMPTY> <MATCHES>
        |
            <OMIT> <EMPTY> <MATCHES> { match.setRows(PlanNode.RowsPerMatch.ALL_ROWS_OMIT_EMPTY); }
        |
            <WITH> name = SimpleIdentifier() { match.setRowsWith(name); } ( <ROWS> | SimpleIdentifier() )
        ]
    ]
    [
        <AFTER> <MATCH> <SKIP_>
        (
            <PAST> <LAST> <ROW>
        |
            <TO>
            (
                LOOKAHEAD(2) <NEXT> <ROW> { match.setAfter(PlanNode.AfterMatch.SkipTo.NEXT_ROW, null); }
            |
                LOOKAHEAD(2) <FIRST> name = SimpleIdentifier() { match.setAfter(PlanNode.AfterMatch.SkipTo.FIRST_OF, name); }
            |
                LOOKAHEAD(2) <LAST> name = SimpleIdentifier() { match.setAfter(PlanNode.AfterMatch.SkipTo.LAST_OF, name); }
            |
                name = SimpleIdentifier() { match.setAfter(PlanNode.AfterMatch.SkipTo.LAST_OF, name); }
            )
        )
    ]
    <PATTERN> <LPAREN> pattern = MatchAlternation(match) { match.setPattern(pattern); } <RPAREN>
    [ <WITHIN> interval = IntervalLiteral() { match.setWithin(interval); } ]
    [ <SUBSET> MatchSubset(match) ( <COMMA> MatchSubset(match) )* ]
    [ <DEFINE> MatchVariable(match) ( <COMMA> MatchVariable(match) )* ]
    <RPAREN> {
        return match;
    }
}

/** A name for the table, maybe with its columns', and the word that tells it from a name alone. */
void MatchAhead() :
{
}
{
    [ [ <AS> ] SimpleIdentifier() [ <LPAREN> SimpleIdentifier() ( <COMMA> SimpleIdentifier() )* <RPAREN> ] ] <MATCH_RECOGNIZE>
}

void MatchColumnName(List<SqlNode> list) :
{
    final SqlIdentifier name;
}
{
    name = SimpleIdentifier() { list.add(name); }
}

void MatchMeasure(MatchClause match) :
{
    final SqlNode e;
    final SqlIdentifier name;
}
{
    e = Expression(ExprContext.ACCEPT_SUB_QUERY) <AS> name = SimpleIdentifier() { match.addMeasure(e, name); }
}

void MatchSubset(MatchClause match) :
{
    final SqlIdentifier name;
    SqlIdentifier member;
    final List<SqlIdentifier> members = new ArrayList<SqlIdentifier>();
}
{
    name = SimpleIdentifier() <EQ> <LPAREN>
    member = SimpleIdentifier() { members.add(member); }
    ( <COMMA> member = SimpleIdentifier() { members.add(member); } )*
    <RPAREN> { match.addSubset(name, members); }
}

void MatchVariable(MatchClause match) :
{
    final SqlNode e;
    final SqlIdentifier name;
}
{
    name = SimpleIdentifier() <AS> e = Expression(ExprContext.ACCEPT_SUB_QUERY) { match.addDefinition(name, e); }
}

RowPattern MatchAlternation(MatchClause match) :
{
    RowPattern p;
    final List<RowPattern> alternatives = new ArrayList<RowPattern>();
}
{
    p = MatchConcatenation(match) { alternatives.add(p); }
    ( <VERTICAL_BAR> p = MatchConcatenation(match) { alternatives.add(p); } )*
    { return alternatives.size() == 1 ? p : new RowPattern.Alternation(alternatives); }
}

RowPattern MatchConcatenation(MatchClause match) :
{
    RowPattern p;
    final List<RowPattern> parts = new ArrayList<RowPattern>();
}
{
    ( p = MatchFactor(match) { parts.add(p); } )*
    { return MatchClause.concatenation(parts); }
}

RowPattern MatchFactor(MatchClause match) :
{
    RowPattern p;
    int least = 1;
    int most = 1;
    boolean greedy = true;
    SqlParserPos pos;
}
{
    p = MatchPrimary(match)
    [
        LOOKAHEAD(<STAR> | <PLUS> | <HOOK> | <LBRACE> ( <UNSIGNED_INTEGER_LITERAL> | <COMMA> ))
        (
            <STAR> { pos = getPos(); least = 0; most = RowPattern.Quantified.UNBOUNDED; }
        |
            <PLUS> { pos = getPos(); most = RowPattern.Quantified.UNBOUNDED; }
        |
            <HOOK> { pos = getPos(); least = 0; }
        |
            <LBRACE> { pos = getPos(); }
            (
                least = UnsignedIntLiteral() { most = least; }
                [ <COMMA> { most = RowPattern.Quantified.UNBOUNDED; } [ most = UnsignedIntLiteral() ] ]
            |
                <COMMA> most = UnsignedIntLiteral() { least = 0; }
            )
            <RBRACE>
        )
        [ <HOOK> { greedy = false; } ]
        { p = MatchClause.quantified(p, least, most, greedy, pos); }
    ]
    { return p; }
}

RowPattern MatchPrimary(MatchClause match) :
{
    final SqlIdentifier name;
    RowPattern p;
    final List<RowPattern> parts = new ArrayList<RowPattern>();
    final SqlParserPos pos;
}
{
    <PERMUTE> { pos = getPos(); } <LPAREN>
    p = MatchAlternation(match) { parts.add(p); }
    ( <COMMA> p = MatchAlternation(match) { parts.add(p); } )*
    <RPAREN> { return MatchClause.permutation(parts, pos); }
|
    <LPAREN> p = MatchAlternation(match) <RPAREN> { return p; }
|
    <LBRACE> <MINUS> p = MatchAlternation(match) <MINUS> <RBRACE> { return new RowPattern.Exclusion(p); }
|
    <CARET> { return new RowPattern.PartitionStart(); }
|
    <DOLLAR> { return new RowPattern.PartitionEnd(); }
|
    name = SimpleIdentifier() { return match.mapped(name, getToken(0).image); }
}

/** What stands in the parentheses of {@code CLASSIFIER()}: nothing, or a variable. */
SqlCall MatchClassifier(Span s) :
{
    SqlIdentifier name = null;
}
{
    [ name = SimpleIdentifier() ] { return MatchClause.classifier(s.end(this), name); }
}
