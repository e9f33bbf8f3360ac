package io.millrace.frontend.parser;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/**
 * PostgreSQL's operators that Calcite's grammar lacks. They live between the parser and {@link QueryRewrite} only, which makes function calls of
 * them ({@code json_get}, {@code json_get_text}, {@code timezone}).
 */
public final class PostgresOperators {
    /** Binds tighter than comparison and arithmetic, as all of PostgreSQL's other operators do than comparison. */
    private static final int PRECEDENCE = 70;

    public static final SqlOperator JSON_GET = binary("->");
    public static final SqlOperator JSON_GET_TEXT = binary("->>");

    public static final SqlOperator AT_TIME_ZONE = binary("AT TIME ZONE");

    private PostgresOperators() {}

    private static SqlOperator binary(String symbol) {
        return new SqlBinaryOperator(
                symbol, SqlKind.OTHER_FUNCTION, PRECEDENCE, true, ReturnTypes.VARCHAR_NULLABLE, InferTypes.FIRST_KNOWN,
                OperandTypes.ANY_ANY);
    }
}
