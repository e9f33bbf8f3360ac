package io.millrace.frontend.parser;

import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlPrefixOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/**
 * PostgreSQL's operators that Calcite's grammar lacks, or gives another precedence. They live between the parser and {@link QueryRewrite} only, which
 * makes function calls of them. From what binds most to what binds least:
 *
 * <pre>
 * ~ x                              all bits turned
 * a ^ b                            power
 * * / %, + -                       Calcite's own
 * || &amp; | # &lt;&lt; >>                  texts in a row, bits
 * #> #>> @> &lt;@ &amp;&amp; ^@ ~~ …         JSON, arrays, patterns
 * = &lt; …                            Calcite's own
 * </pre>
 */
public final class PostgresOperators {
    /** Binds tighter than comparison and arithmetic, as all of PostgreSQL's other operators do than comparison. */
    private static final int TIGHT = 70;

    /** Between sums and comparisons. */
    private static final int OTHER = 36;

    private static final int PREFIX = 80;

    public static final SqlOperator JSON_GET = binary("->", TIGHT);
    public static final SqlOperator JSON_GET_TEXT = binary("->>", TIGHT);
    public static final SqlOperator AT_TIME_ZONE = binary("AT TIME ZONE", TIGHT);
    public static final SqlOperator BIT_OR = binary("|", OTHER);
    public static final SqlOperator BIT_XOR = binary("#", OTHER);
    public static final SqlOperator SHIFT_RIGHT = binary(">>", OTHER);
    public static final SqlOperator JSON_GET_PATH = binary("#>", OTHER);
    public static final SqlOperator JSON_GET_PATH_TEXT = binary("#>>", OTHER);
    public static final SqlOperator CONTAINS_ALL = binary("@>", OTHER);
    public static final SqlOperator CONTAINED_BY = binary("<@", OTHER);
    public static final SqlOperator HAVE_COMMON = binary("&&", OTHER);
    public static final SqlOperator BEGINS_WITH = binary("^@", OTHER);
    public static final SqlOperator IS_LIKE = binary("~~", OTHER);
    public static final SqlOperator IS_LIKE_IGNORING_CASE = binary("~~*", OTHER);
    public static final SqlOperator IS_NOT_LIKE = binary("!~~", OTHER);
    public static final SqlOperator IS_NOT_LIKE_IGNORING_CASE = binary("!~~*", OTHER);
    public static final SqlPrefixOperator BIT_NOT =
            new SqlPrefixOperator("~", SqlKind.OTHER_FUNCTION, PREFIX, ReturnTypes.ARG0, InferTypes.FIRST_KNOWN, OperandTypes.ANY);

    private static final SqlOperator POWER = binary("^", TIGHT);
    private static final SqlOperator BIT_AND = binary("&", OTHER);
    private static final SqlOperator SHIFT_LEFT = binary("<<", OTHER);
    private static final SqlOperator CONCAT = new SqlBinaryOperator(
            "||", SqlKind.OTHER, OTHER, true, ReturnTypes.VARCHAR_NULLABLE, InferTypes.FIRST_KNOWN, OperandTypes.ANY_ANY);

    private static final Map<SqlOperator, String> FUNCTIONS = Map.ofEntries(
            Map.entry(JSON_GET, "json_get"), Map.entry(JSON_GET_TEXT, "json_get_text"), Map.entry(POWER, "power"),
            Map.entry(BIT_AND, "bitand"), Map.entry(BIT_OR, "bitor"), Map.entry(BIT_XOR, "bitxor"), Map.entry(BIT_NOT, "bitnot"),
            Map.entry(SHIFT_LEFT, "shift_left"), Map.entry(SHIFT_RIGHT, "shift_right"), Map.entry(JSON_GET_PATH, "json_get_path"),
            Map.entry(JSON_GET_PATH_TEXT, "json_get_path_text"), Map.entry(CONTAINS_ALL, "contains_all"),
            Map.entry(CONTAINED_BY, "contained_by"), Map.entry(HAVE_COMMON, "arrays_overlap"), Map.entry(BEGINS_WITH, "starts_with"));

    private static final Map<SqlOperator, SqlOperator> PATTERNS = Map.of(
            IS_LIKE, SqlStdOperatorTable.LIKE, IS_NOT_LIKE, SqlStdOperatorTable.NOT_LIKE, IS_LIKE_IGNORING_CASE, SqlLibraryOperators.ILIKE,
            IS_NOT_LIKE_IGNORING_CASE, SqlLibraryOperators.NOT_ILIKE);

    private PostgresOperators() {}

    private static SqlOperator binary(String symbol, int precedence) {
        return new SqlBinaryOperator(
                symbol, SqlKind.OTHER_FUNCTION, precedence, true, ReturnTypes.VARCHAR_NULLABLE, InferTypes.FIRST_KNOWN,
                OperandTypes.ANY_ANY);
    }

    /** The operator with PostgreSQL's precedence for one that the grammar has read. */
    static SqlOperator inPlaceOf(SqlOperator read) {
        if (read == SqlStdOperatorTable.CONCAT) {
            return CONCAT;
        }
        if (read == SqlStdOperatorTable.BITXOR_OPERATOR) {
            return POWER;
        }
        if (read == SqlStdOperatorTable.BITAND_OPERATOR) {
            return BIT_AND;
        }
        return read == SqlStdOperatorTable.BIT_LEFT_SHIFT ? SHIFT_LEFT : read;
    }

    /** Name of the function that an operator stands for. */
    static Optional<String> function(SqlOperator operator) {
        return Optional.ofNullable(FUNCTIONS.get(operator));
    }

    /** LIKE or one of its kin, where an operator is another spelling of it. */
    static Optional<SqlOperator> pattern(SqlOperator operator) {
        return Optional.ofNullable(PATTERNS.get(operator));
    }
}
