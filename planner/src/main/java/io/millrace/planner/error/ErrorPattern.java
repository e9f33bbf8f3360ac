package io.millrace.planner.error;

import io.millrace.common.error.ErrorCode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one of Calcite's messages means to our users: its code, its text with {@code $1} for the groups, and what the hint is looked up among. */
record ErrorPattern(Pattern pattern, ErrorCode code, String text, Names names) {
    /** Whose names are candidates for a hint. */
    enum Names {
        NONE,
        TABLES,
        COLUMNS,
        FUNCTIONS
    }

    private static final Pattern GROUP = Pattern.compile("\\$(\\d)");

    private static final List<ErrorPattern> ALL = List.of(
            line("Object '(.*?)' not found within '(.*?)'.*", ErrorCode.UNDEFINED_TABLE, "table $2.$1 does not exist", Names.TABLES),
            line("Object '(.*?)' not found.*", ErrorCode.UNDEFINED_TABLE, "table $1 does not exist", Names.TABLES),
            line("Table '(.*?)' not found.*", ErrorCode.UNDEFINED_TABLE, "there is no table $1 in FROM", Names.TABLES),
            line("Column '(.*?)' not found in table '(.*?)'.*", ErrorCode.UNDEFINED_COLUMN, "column $1 does not exist in $2",
                    Names.COLUMNS),
            line("Column '(.*?)' not found.*", ErrorCode.UNDEFINED_COLUMN, "column $1 does not exist", Names.COLUMNS),
            line("Unknown (?:identifier|field) '(.*?)'.*", ErrorCode.UNDEFINED_COLUMN, "column $1 does not exist", Names.COLUMNS),
            line("ROW type does not have a field named '(.*?)': RecordType\\((.*)\\)", ErrorCode.UNDEFINED_COLUMN,
                    "column $1 does not exist in a row of ($2)", Names.NONE),
            line("Column '(.*?)' is ambiguous.*", ErrorCode.AMBIGUOUS_COLUMN, "column $1 is ambiguous: several tables in FROM have it",
                    Names.NONE),
            line("Column name '(.*?)' in NATURAL join or USING clause is not unique.*", ErrorCode.AMBIGUOUS_COLUMN,
                    "column $1 of the join is ambiguous", Names.NONE),
            line("Duplicate relation name '(.*?)' in FROM clause", ErrorCode.DUPLICATE_ALIAS,
                    "table name $1 is given more than once in FROM",
                    Names.NONE),
            line("No match found for function signature (\\S+?)\\((.*)\\)", ErrorCode.UNDEFINED_FUNCTION, "function $1($2) does not exist",
                    Names.FUNCTIONS),
            line("Invalid number of arguments to function '(.*?)'.*", ErrorCode.UNDEFINED_FUNCTION,
                    "function $1 does not take so many arguments", Names.NONE),
            line("Cannot apply '.SCALAR_QUERY' to arguments of type '(.*?)'\\..*", ErrorCode.SYNTAX_ERROR,
                    "a subquery that stands for a value must give one column", Names.NONE),
            line("Cannot apply 'NOT' to arguments of type 'NOT\\(?(.*?)\\)?'\\..*", ErrorCode.DATATYPE_MISMATCH,
                    "argument of NOT must be of type BOOLEAN, found $1", Names.NONE),
            line("Expected a boolean type", ErrorCode.DATATYPE_MISMATCH, "a condition must be of type BOOLEAN", Names.NONE),
            line("String literal continued on same line", ErrorCode.SYNTAX_ERROR, "a text literal follows another: write || between them",
                    Names.NONE),
            line("Cannot apply '([\\w$]+)' to arguments of type '(.*?)'\\..*", ErrorCode.UNDEFINED_FUNCTION, "function $2 does not exist",
                    Names.NONE),
            line("Cannot apply '(.*?)' to arguments of type '(.*?)'\\..*", ErrorCode.UNDEFINED_FUNCTION, "operator does not exist: $2",
                    Names.NONE),
            line("Cast function cannot convert value of type (.*) to type (.*)", ErrorCode.DATATYPE_MISMATCH, "cannot cast $1 to $2",
                    Names.NONE),
            line("(?:Expression|Column) '(.*?)' is not being grouped.*", ErrorCode.GROUPING_ERROR,
                    "$1 must appear in GROUP BY or be used in an aggregate function", Names.NONE),
            line("Expression '(.*?)' is not in (?:the )?(?:select|GROUP BY) clause.*", ErrorCode.INVALID_COLUMN_REFERENCE,
                    "for SELECT DISTINCT, ORDER BY expression $1 must appear in the select list", Names.NONE),
            line("Aggregate expression is illegal in (.*?) clause.*", ErrorCode.GROUPING_ERROR,
                    "aggregate functions are not allowed in $1", Names.NONE),
            line("Aggregate expressions cannot be nested", ErrorCode.GROUPING_ERROR, "aggregate function calls cannot be nested",
                    Names.NONE),
            line("Argument to GROUPING operator must be a grouped expression", ErrorCode.GROUPING_ERROR,
                    "arguments of GROUPING must be expressions of GROUP BY", Names.NONE),
            line("(GROUPING.*|.*grouping.*|HAVING.*)", ErrorCode.GROUPING_ERROR, "$1", Names.NONE),
            line("Windowed aggregate expression is illegal in (.*?) clause", ErrorCode.WINDOWING_ERROR,
                    "window functions are not allowed in $1", Names.NONE),
            line("OVER clause is necessary for window functions", ErrorCode.WINDOWING_ERROR, "window function requires an OVER clause",
                    Names.NONE),
            line("Window '(.*?)' not found", ErrorCode.UNDEFINED_OBJECT, "window $1 does not exist", Names.NONE),
            line("(.*(?:[Ww]indow|OVER|ROWS|RANGE|frame|PARTITION).*)", ErrorCode.WINDOWING_ERROR, "$1", Names.NONE),
            line("Column count mismatch in (.*)", ErrorCode.SYNTAX_ERROR, "each $1 query must have the same number of columns", Names.NONE),
            line("Type mismatch in column (\\d+) of (.*)", ErrorCode.DATATYPE_MISMATCH, "column $1 of $2 has types that cannot be matched",
                    Names.NONE),
            line("(.*) clause must be a condition", ErrorCode.DATATYPE_MISMATCH, "argument of $1 must be of type BOOLEAN", Names.NONE),
            line("Illegal mixing of types in CASE or COALESCE statement", ErrorCode.DATATYPE_MISMATCH,
                    "branches of CASE have types that cannot be matched", Names.NONE),
            line("Values passed to VALUES operator must have compatible types", ErrorCode.SYNTAX_ERROR,
                    "rows of VALUES must have the same number of columns, and types that can be matched", Names.NONE),
            line(".*join requires a condition.*", ErrorCode.SYNTAX_ERROR, "a join needs ON, USING or NATURAL", Names.NONE),
            line("Values passed to (.*) operator must have compatible types", ErrorCode.DATATYPE_MISMATCH,
                    "$1 compares types that cannot be matched", Names.NONE),
            line("(?:Unequal|Incompatible|Incorrect|Values).*", ErrorCode.DATATYPE_MISMATCH, "$0", Names.NONE),
            line("Illegal use of dynamic parameter", ErrorCode.UNDEFINED_PARAMETER,
                    "the type of a parameter cannot be told from its place; write CAST(? AS type)", Names.NONE),
            line("Unknown datatype name '(.*?)'", ErrorCode.UNDEFINED_OBJECT, "type $1 does not exist", Names.NONE),
            line("Ordinal out of range", ErrorCode.INVALID_COLUMN_REFERENCE, "ORDER BY or GROUP BY position is not in the select list",
                    Names.NONE),
            line("(.*literal.*out of range.*|.*exceeds the precision.*)", ErrorCode.NUMERIC_OUT_OF_RANGE, "$1", Names.NONE),
            line("(Illegal .*(?:INTERVAL|DATE|TIME).*|Interval.*)", ErrorCode.INVALID_DATETIME, "$1", Names.NONE));

    private static ErrorPattern line(String pattern, ErrorCode code, String text, Names names) {
        return new ErrorPattern(Pattern.compile(pattern, Pattern.DOTALL), code, text, names);
    }

    /** A message that matched. */
    record Match(ErrorCode code, String text, String name, Names names) {}

    static Match match(String message) {
        for (ErrorPattern candidate : ALL) {
            Matcher matcher = candidate.pattern.matcher(message);
            if (matcher.matches()) {
                String text = GROUP.matcher(candidate.text)
                        .replaceAll(group -> Matcher.quoteReplacement(matcher.group(Integer.parseInt(group.group(1)))));
                return new Match(candidate.code, text, matcher.groupCount() > 0 ? matcher.group(1) : "", candidate.names);
            }
        }
        return new Match(ErrorCode.FEATURE_NOT_SUPPORTED, message, "", Names.NONE);
    }
}
