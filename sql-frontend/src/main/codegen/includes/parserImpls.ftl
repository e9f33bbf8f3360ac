<#-- Productions that Millrace adds to Calcite's grammar. -->

/**
 * Parses one statement with an optional semicolon after it, up to the end of the text.
 */
SqlNode MillraceStatementEof() :
{
    SqlNode stmt;
}
{
    stmt = SqlStmt() [ <SEMICOLON> ] <EOF>
    {
        return stmt;
    }
}
