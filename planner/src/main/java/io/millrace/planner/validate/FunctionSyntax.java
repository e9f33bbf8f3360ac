package io.millrace.planner.validate;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.planner.function.OperatorTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The standard's special ways of calling functions:
 *
 * <pre>
 * EXTRACT(unit FROM x)                extract('unit', x)
 * FLOOR(x TO unit)                    date_trunc('unit', x)
 * TRIM(BOTH c FROM x)                 btrim(x, c)
 * (r).f                               r['f']
 * ARRAY[]                             array_slice(ARRAY[NULL], 2, 1)
 * ARRAY(query)                        see {@link ArrayQuery}
 * TIMESTAMPADD(unit, n, x), …         timestampadd('unit', n, x)
 * x::type                             CAST(x AS type)
 * JSON_VALUE(j, path RETURNING t)     CAST(json_value(j, path) AS t)
 * JSON_OBJECT(KEY k VALUE v)          json_object(k, v)
 * f(x ORDER BY y)                     f(x) WITHIN GROUP (ORDER BY y)
 * mode() WITHIN GROUP (ORDER BY x)    mode(x) WITHIN GROUP (ORDER BY x), and so mode(x) alone
 * (a, b) OVERLAPS (c, d)             see {@link Periods}
 * transform(a, x -&gt; e), …            see {@link Lambdas}
 * median(x), count_if(c), …           see {@link AggregateSyntax}
 * f(x) FILTER (WHERE c) OVER w        see {@link WindowFilter}
 * CURRENT_DATE, …                     current_date()
 * </pre>
 */
final class FunctionSyntax {
    private static final Set<String> WITHOUT_PARENTHESES = Set.of("current_timestamp", "localtimestamp", "current_date", "current_time",
            "localtime");

    private FunctionSyntax() {}

    static SqlNode rewrite(SqlIdentifier identifier) {
        return isCall(identifier) ? call(identifier.getSimple().toLowerCase(Locale.ROOT), identifier.getParserPosition()) : identifier;
    }

    /** Whether an identifier is a function that is called without parentheses. */
    static boolean isCall(SqlIdentifier identifier) {
        return identifier.isSimple() && !identifier.isComponentQuoted(0)
                && WITHOUT_PARENTHESES.contains(identifier.getSimple().toLowerCase(Locale.ROOT));
    }

    static SqlNode rewrite(SqlCall call) {
        SqlParserPos position = call.getParserPosition();
        if (Lambdas.isCall(call)) {
            return Lambdas.rewrite(call);
        }
        if (call.getOperandList().stream().anyMatch(SqlIntervalQualifier.class::isInstance) && call.getKind() != SqlKind.CAST) {
            return ofUnit(call, position);
        }
        SqlNode rewritten = switch (call.getOperator().getName().toUpperCase(Locale.ROOT)) {
            case "::" -> SqlStdOperatorTable.CAST.createCall(position, call.getOperandList());
            case "DOT" -> field(call, position);
            case "ARRAY" -> call.getKind() == SqlKind.ARRAY_QUERY_CONSTRUCTOR ? ArrayQuery.rewrite(call)
                    : call.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR && call.operandCount() == 0 ? emptyArray(position) : call;
            case "TRIM" -> trim(call, position);
            case "TRANSLATE3" -> call("translate", position, call.getOperandList().toArray(new SqlNode[0]));
            case "JSON_VALUE" -> jsonValue(call, position);
            case "JSON_QUERY" -> call("json_query", position, call.operand(0), call.operand(1));
            case "JSON_EXISTS" -> call("json_exists", position, call.operand(0), call.operand(1));
            case "JSON_OBJECT", "JSON_ARRAY", "JSON_OBJECTAGG", "JSON_ARRAYAGG" -> withoutFlags(call, position);
            case "WITHIN GROUP" -> withinGroup(call);
            case "COUNT_IF", "COUNTIF", "GEOMETRIC_MEAN", "MEDIAN", "QUANTILE_CONT", "QUANTILE_DISC" -> AggregateSyntax.rewrite(call);
            case "NORMALIZE" -> withForm(call, position);
            case "OVER" -> WindowFilter.rewrite(call);
            case "OVERLAPS" -> Periods.overlaps(call);
            case "FILTER" -> withoutNullCondition(call);
            case "COUNT" -> ofOneValue(call, position);
            case "EXISTS", "UNIQUE" -> ofQuery(call);
            case "LIKE", "NOT LIKE", "ILIKE", "NOT ILIKE" -> LikeEscape.rewrite(call);
            default -> QuantifiedArray.rewrite(call);
        };
        return rewritten instanceof SqlBasicCall basic ? ordered(basic) : rewritten;
    }

    /** Our function of that name in the place of the parser's, with ORDER BY among its arguments moved behind them. */
    private static SqlNode ordered(SqlBasicCall call) {
        if (!(call.getOperator() instanceof SqlFunction)) {
            return call;
        }
        List<SqlNode> operands = call.getOperandList();
        if (!operands.isEmpty() && operands.getLast() instanceof SqlNodeList order && isAggregate(call)) {
            SqlCall plain = new SqlBasicCall(ours(call.getOperator()), operands.subList(0, operands.size() - 1), call.getParserPosition(),
                    call.getFunctionQuantifier());
            return SqlStdOperatorTable.WITHIN_GROUP.createCall(call.getParserPosition(), plain, order);
        }
        if (call.getOperator().getName().equalsIgnoreCase("mode") && operands.size() == 1) {
            SqlNode order = new SqlNodeList(List.of(SqlNode.clone(operands.get(0))), call.getParserPosition());
            return SqlStdOperatorTable.WITHIN_GROUP.createCall(call.getParserPosition(),
                    call("mode", call.getParserPosition(), operands.get(0)),
                    order);
        }
        SqlOperator ours = ours(call.getOperator());
        if (ours != call.getOperator()) {
            call.setOperator(ours);
        }
        return call;
    }

    private static SqlNode withinGroup(SqlCall call) {
        if (call.operand(0) instanceof SqlBasicCall aggregate && aggregate.getOperator() instanceof SqlFunction function) {
            aggregate.setOperator(ours(function));
            if (function.getName().equalsIgnoreCase("mode") && aggregate.operandCount() == 0) {
                SqlNode key = ((SqlNodeList) call.operand(1)).get(0);
                SqlNode value = key.getKind() == SqlKind.DESCENDING ? ((SqlCall) key).operand(0) : key;
                call.setOperand(0, call("mode", aggregate.getParserPosition(), SqlNode.clone(value)));
            }
        }
        return call;
    }

    static boolean isAggregate(SqlCall call) {
        return OperatorTable.INSTANCE.function(call.getOperator().getName()).filter(SqlFunction::isAggregator).isPresent();
    }

    private static SqlOperator ours(SqlOperator operator) {
        if (operator instanceof SqlUnresolvedFunction unresolved && !unresolved.getNameAsId().isSimple()) {
            return operator;
        }
        Optional<SqlFunction> ours = OperatorTable.INSTANCE.function(operator.getName());
        return ours.isPresent() ? ours.get() : operator;
    }

    /** The form is a word: {@code normalize(x, NFKC)}. */
    private static SqlNode withForm(SqlCall call, SqlParserPos position) {
        return call.operandCount() == 2 && call.operand(1) instanceof SqlIdentifier form && form.isSimple()
                && form.getSimple().toUpperCase(Locale.ROOT).matches("NFK?[CD]")
                        ? call("normalize", position, call.operand(0), text(form.getSimple(), form.getParserPosition()))
                        : call;
    }

    /** A condition that is NULL holds nowhere, and has a type only as FALSE. */
    private static SqlNode withoutNullCondition(SqlCall call) {
        if (call.operand(1) instanceof SqlLiteral literal && literal.getValue() == null) {
            call.setOperand(1, SqlLiteral.createBoolean(false, literal.getParserPosition()));
        }
        return call;
    }

    private static SqlNode ofOneValue(SqlCall call, SqlParserPos position) {
        if (call.operandCount() > 1 && call.getOperator() instanceof SqlFunction) {
            throw new MillraceException(ErrorCode.UNDEFINED_FUNCTION, "count takes one value, or *, found " + call.operandCount())
                    .at(new SourcePosition(Math.max(1, position.getLineNum()), Math.max(1, position.getColumnNum())))
                    .withHint("COUNT(DISTINCT (a, b)) counts pairs");
        }
        return call;
    }

    private static SqlNode ofQuery(SqlCall call) {
        if (!call.operand(0).isA(SqlKind.QUERY)) {
            SqlParserPos position = call.operand(0).getParserPosition();
            throw new MillraceException(ErrorCode.SYNTAX_ERROR, call.getOperator().getName() + " takes a query in parentheses")
                    .at(new SourcePosition(Math.max(1, position.getLineNum()), Math.max(1, position.getColumnNum())));
        }
        return call;
    }

    private static SqlNode ofUnit(SqlCall call, SqlParserPos position) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        List<SqlNode> operands = call.getOperandList();
        if (name.equals("FLOOR") && operands.size() == 2) {
            return call("date_trunc", position, unit(operands.get(1)), operands.get(0));
        }
        if (!(call.getOperator() instanceof SqlFunction)) {
            return call;
        }
        List<SqlNode> arguments = new ArrayList<>();
        operands.forEach(operand -> arguments.add(operand instanceof SqlIntervalQualifier ? unit(operand) : operand));
        return call(name.toLowerCase(Locale.ROOT), position, arguments.toArray(new SqlNode[0]));
    }

    private static SqlNode unit(SqlNode node) {
        SqlIntervalQualifier qualifier = (SqlIntervalQualifier) node;
        String unit = qualifier.timeFrameName != null ? qualifier.timeFrameName : qualifier.timeUnitRange.startUnit.name();
        return text(unit.toLowerCase(Locale.ROOT), node.getParserPosition());
    }

    /** Calcite looks for columns in the names of fields, where they stand in aggregates and ORDER BY. */
    private static SqlNode field(SqlCall call, SqlParserPos position) {
        return call.operand(1) instanceof SqlIdentifier field && field.isSimple() && !field.isStar()
                ? SqlStdOperatorTable.ITEM.createCall(position, call.operand(0),
                        SqlLiteral.createCharString(field.getSimple(), field.getParserPosition()))
                : call;
    }

    /** Of no type yet, so that it takes any. */
    static SqlNode emptyArray(SqlParserPos position) {
        SqlNode one = SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(position, SqlLiteral.createNull(position));
        return call("array_slice", position, one, SqlLiteral.createExactNumeric("2", position),
                SqlLiteral.createExactNumeric("1", position));
    }

    private static SqlNode trim(SqlCall call, SqlParserPos position) {
        if (call.operandCount() != 3 || !(call.operand(0) instanceof SqlLiteral flag)
                || !(flag.getValue() instanceof SqlTrimFunction.Flag side)) {
            return call;
        }
        String name = switch (side) {
            case BOTH -> "btrim";
            case LEADING -> "ltrim";
            case TRAILING -> "rtrim";
        };
        return call.operand(1) == null ? call(name, position, call.operand(2)) : call(name, position, call.operand(2), call.operand(1));
    }

    private static SqlNode jsonValue(SqlCall call, SqlParserPos position) {
        SqlNode value = call("json_value", position, call.operand(0), call.operand(1));
        for (int i = 2; i + 1 < call.operandCount(); i++) {
            boolean returning = call.operand(i) instanceof SqlLiteral flag && flag.getValue() != null
                    && flag.getValue().toString().equals("RETURNING");
            if (returning) {
                return SqlStdOperatorTable.CAST.createCall(position, value, call.operand(i + 1));
            }
        }
        return value;
    }

    /** Without the parser's symbols, such as NULL ON NULL. */
    private static SqlNode withoutFlags(SqlCall call, SqlParserPos position) {
        List<SqlNode> values = new ArrayList<>();
        for (SqlNode operand : call.getOperandList()) {
            if (!(operand instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.SYMBOL)) {
                values.add(operand);
            }
        }
        return call(call.getOperator().getName().toLowerCase(Locale.ROOT), position, values.toArray(new SqlNode[0]));
    }

    static SqlNode text(String text, SqlParserPos position) {
        return SqlLiteral.createCharString(text, position);
    }

    /** A call of one of our functions. */
    static SqlCall call(String name, SqlParserPos position, SqlNode... arguments) {
        SqlOperator operator = OperatorTable.INSTANCE.function(name).orElseThrow();
        return new SqlBasicCall(operator, List.of(arguments), position);
    }
}
