package io.millrace.planner.validate;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Functions that take a function of an array's elements, as queries over its elements:
 *
 * <pre>
 * transform(a, x -&gt; e)     CASE WHEN a IS NULL THEN NULL ELSE
 *                              COALESCE((SELECT array_agg(e ORDER BY $n) FROM UNNEST(a) WITH ORDINALITY AS $elements (x, $n)), ARRAY[]) END
 * list_filter(a, x -&gt; c)   the same with array_agg(x ORDER BY $n) and WHERE c
 * </pre>
 */
final class Lambdas {
    private static final Set<String> NAMES = Set.of("transform", "list_transform", "array_transform", "list_filter", "array_filter");
    private static final String ELEMENTS = "$elements";
    private static final String NUMBER = "$n";

    private Lambdas() {}

    static boolean isCall(SqlCall call) {
        return call.operandCount() == 2 && call.operand(1) instanceof SqlLambda
                && NAMES.contains(call.getOperator().getName().toLowerCase(Locale.ROOT));
    }

    static SqlNode rewrite(SqlCall call) {
        SqlParserPos at = call.getParserPosition();
        SqlNode array = call.operand(0);
        SqlLambda lambda = call.operand(1);
        SqlNode element = lambda.getParameters().get(0);
        SqlNode result = lambda.getExpression();
        String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
        SqlNode value = switch (name) {
            case "list_filter", "array_filter" ->
                    orElse(query(collected(Periods.copy(element), at), array, element, result, at), FunctionSyntax.emptyArray(at), at);
            default -> orElse(query(collected(result, at), array, element, null, at), FunctionSyntax.emptyArray(at), at);
        };
        SqlNode isNull = SqlStdOperatorTable.IS_NULL.createCall(at, Periods.copy(array));
        return new SqlCase(at, null, SqlNodeList.of(isNull), SqlNodeList.of(SqlLiteral.createNull(at)), value);
    }

    private static SqlNode collected(SqlNode value, SqlParserPos at) {
        return SqlStdOperatorTable.WITHIN_GROUP.createCall(at, FunctionSyntax.call("array_agg", at, value),
                SqlNodeList.of(new SqlIdentifier(NUMBER, at)));
    }

    private static SqlNode query(SqlNode item, SqlNode array, SqlNode element, SqlNode where, SqlParserPos at) {
        SqlNode rows = SqlStdOperatorTable.UNNEST_WITH_ORDINALITY.createCall(at, array);
        SqlNode named = SqlStdOperatorTable.AS.createCall(at,
                List.of(rows, new SqlIdentifier(ELEMENTS, at), Periods.copy(element), new SqlIdentifier(NUMBER, at)));
        SqlSelect select = new SqlSelect(at, null, SqlNodeList.of(item), named, where, null, null, null, null, null, null, null, null);
        return SqlStdOperatorTable.SCALAR_QUERY.createCall(at, select);
    }

    private static SqlNode orElse(SqlNode value, SqlNode otherwise, SqlParserPos at) {
        return FunctionSyntax.call("coalesce", at, value, otherwise);
    }
}
