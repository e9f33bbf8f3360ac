package io.millrace.planner.match;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.plan.MatchValue.Navigation;
import io.millrace.common.type.SqlType;
import io.millrace.planner.function.OperatorTable;
import io.millrace.planner.type.MillraceTypeFactory;
import io.millrace.planner.type.Types;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Takes what an expression of DEFINE or MEASURES reads out of it, so that what is left is an ordinary expression over columns {@code $0}, {@code $1} …:
 *
 * <pre>
 * A.price &lt; PREV(A.price)        $0 &lt; $1            $0 the price of the last row of A, $1 that of the row before it
 * LAST(A.price * A.n, 2)         CASE WHEN $2 THEN $0 * $1 END        $2: whether A has so many rows
 * AVG(A.price) &gt; 3               $0 &gt; 3             $0 the average over the rows of A
 * CLASSIFIER(), MATCH_NUMBER()   $0, $1
 * </pre>
 *
 * A column that no navigation surrounds is that of the last row, as the standard has it.
 */
final class ReadRewrite extends SqlShuttle {
    private static final BigDecimal OFFSET_MOST = BigDecimal.valueOf(Integer.MAX_VALUE);

    private final RelDataType input;
    private final Variables variables;
    private final MatchQueries queries;
    private final boolean defining;
    private final List<ReadValue> values = new ArrayList<>();
    /** What RUNNING or FINAL in front of a call says. */
    private boolean running = true;
    /** Where the expression is looked at; null: at the last row. */
    private Place place;

    /** FIRST, LAST, PREV and NEXT around an expression, and the variable that its columns turned out to be of. */
    private static final class Place {
        private final boolean last;
        private final int offset;
        private final int shift;
        private final boolean running;
        private List<Integer> variables;

        Place(boolean last, int offset, int shift, boolean running) {
            this.last = last;
            this.offset = offset;
            this.shift = shift;
            this.running = running;
        }

        Navigation navigation() {
            return new Navigation(variables, last, offset, shift, running);
        }
    }

    /** {@code defining}: in DEFINE, else in MEASURES. */
    ReadRewrite(RelDataType input, Variables variables, MatchQueries queries, boolean defining) {
        this.input = input;
        this.variables = variables;
        this.queries = queries;
        this.defining = defining;
    }

    /** In the order of their columns, as far as expressions have been rewritten. */
    List<ReadValue> values() {
        return values;
    }

    SqlNode rewrite(SqlNode expression) {
        running = true;
        place = null;
        return expression.accept(this);
    }

    @Override
    public SqlNode visit(SqlIdentifier identifier) {
        if (MatchNames.isCall(identifier)) {
            return identifier;
        }
        Column column = column(identifier);
        return column.of(read(new ReadValue.Cell(at(column.variables, identifier), column.field.getIndex(),
                nullable(column.field.getType())), identifier.getParserPosition()));
    }

    /** A column of the input, the variable it is of, and the fields that are taken from it. */
    private record Column(List<Integer> variables, RelDataTypeField field, List<String> path) {
        SqlNode of(SqlNode value) {
            SqlNode result = value;
            for (String name : path) {
                result = SqlStdOperatorTable.ITEM.createCall(value.getParserPosition(), result,
                        SqlLiteral.createCharString(name, value.getParserPosition()));
            }
            return result;
        }
    }

    private Column column(SqlIdentifier identifier) {
        if (identifier.isStar()) {
            throw MatchNames.error(ErrorCode.SYNTAX_ERROR, "* stands in COUNT alone", identifier);
        }
        List<String> names = identifier.names;
        List<Integer> of = names.size() > 1 ? variables.find(names.get(0)).orElse(null) : null;
        int at = of == null ? 0 : 1;
        RelDataTypeField field = MatchNames.field(input, names.get(at), identifier);
        return new Column(of == null ? List.of() : of, field, names.subList(at + 1, names.size()));
    }

    /** The place of a column of {@code of}; all columns at one place must be of the same variable. */
    private Navigation at(List<Integer> of, SqlNode node) {
        if (place == null) {
            return new Navigation(of, true, 0, 0, running);
        }
        if (place.variables != null && !place.variables.equals(of)) {
            throw MatchNames.error(ErrorCode.INVALID_PARAMETER,
                    "all columns within one FIRST, LAST, PREV or NEXT must be of the same pattern variable", node);
        }
        place.variables = of;
        return place.navigation();
    }

    private static RelDataType nullable(RelDataType type) {
        return MillraceTypeFactory.INSTANCE.createTypeWithNullability(type, true);
    }

    private static RelDataType type(SqlType type) {
        return Types.relType(MillraceTypeFactory.INSTANCE, type, true);
    }

    private SqlNode read(ReadValue value, SqlParserPos position) {
        int known = values.indexOf(value);
        if (known < 0) {
            known = values.size();
            values.add(value);
        }
        return new SqlIdentifier("$" + known, position);
    }

    @Override
    public SqlNode visit(SqlCall call) {
        if (isAggregate(call)) {
            return aggregate(call);
        }
        return switch (call.getKind()) {
            case RUNNING, FINAL -> withSemantics(call);
            case FIRST, LAST -> logical(call, 0, call);
            case PREV, NEXT -> physical(call);
            case OVER -> throw MatchNames.error(ErrorCode.WINDOWING_ERROR, "window functions are not allowed in MATCH_RECOGNIZE", call);
            case SELECT, ORDER_BY, UNION, EXCEPT, INTERSECT, VALUES, WITH, EXISTS, SCALAR_QUERY ->
                    throw MatchNames.error(ErrorCode.FEATURE_NOT_SUPPORTED, "subqueries in MATCH_RECOGNIZE are not supported", call);
            default -> switch (call.getOperator().getName()) {
                case "CLASSIFIER" -> {
                    List<Integer> of = call.operandCount() == 0 ? List.of() : variables.of(call.operand(0));
                    yield read(new ReadValue.Classifier(at(of, call), type(SqlType.VARCHAR)), call.getParserPosition());
                }
                case "MATCH_NUMBER" -> read(new ReadValue.MatchNumber(type(SqlType.BIGINT)), call.getParserPosition());
                default -> super.visit(call);
            };
        };
    }

    private SqlNode withSemantics(SqlCall call) {
        SqlNode inner = call.operand(0);
        boolean takes = inner.getKind() == SqlKind.FIRST || inner.getKind() == SqlKind.LAST
                || inner instanceof SqlCall aggregate && isAggregate(aggregate);
        if (!takes) {
            throw MatchNames.error(ErrorCode.SYNTAX_ERROR, call.getKind() + " stands before FIRST, LAST or an aggregate function", call);
        }
        if (defining && call.getKind() == SqlKind.FINAL) {
            throw MatchNames.error(ErrorCode.INVALID_PARAMETER, "FINAL is not allowed in DEFINE: the match goes on", call);
        }
        boolean outer = running;
        running = call.getKind() == SqlKind.RUNNING;
        try {
            return inner.accept(this);
        } finally {
            running = outer;
        }
    }

    private static int offset(SqlCall call) {
        if (call.operandCount() < 2) {
            return call.getKind() == SqlKind.PREV || call.getKind() == SqlKind.NEXT ? 1 : 0;
        }
        if (call.operand(1) instanceof SqlNumericLiteral number && number.isInteger() && number.bigDecimalValue().signum() >= 0
                && number.bigDecimalValue().compareTo(OFFSET_MOST) <= 0) {
            return number.intValue(true);
        }
        throw MatchNames.error(ErrorCode.INVALID_PARAMETER,
                "the offset of " + call.getKind() + " must be a number of rows, not below zero", call.operand(1));
    }

    private void refuseNested(SqlCall call) {
        if (place != null) {
            throw MatchNames.error(ErrorCode.INVALID_PARAMETER,
                    call.getKind() + " cannot stand there: only PREV and NEXT take FIRST or LAST, and nothing else beside it", call);
        }
    }

    private SqlNode logical(SqlCall call, int shift, SqlCall whole) {
        refuseNested(call);
        place = new Place(call.getKind() == SqlKind.LAST, offset(call), shift, running);
        return placed(call.operand(0), whole);
    }

    private SqlNode physical(SqlCall call) {
        refuseNested(call);
        int shift = call.getKind() == SqlKind.PREV ? -offset(call) : offset(call);
        SqlNode inner = call.operand(0);
        boolean outer = running;
        try {
            if (inner.getKind() == SqlKind.RUNNING || inner.getKind() == SqlKind.FINAL) {
                if (defining && inner.getKind() == SqlKind.FINAL) {
                    return withSemantics((SqlCall) inner);
                }
                running = inner.getKind() == SqlKind.RUNNING;
                inner = ((SqlCall) inner).operand(0);
            }
            if (inner.getKind() == SqlKind.FIRST || inner.getKind() == SqlKind.LAST) {
                return logical((SqlCall) inner, shift, call);
            }
            place = new Place(true, 0, shift, running);
            return placed(inner, call);
        } finally {
            running = outer;
        }
    }

    /** An expression at {@link #place}: NULL as a whole if there is no such row. */
    private SqlNode placed(SqlNode expression, SqlCall whole) {
        Place here = place;
        SqlNode value = expression.accept(this);
        place = null;
        if (here.variables == null) {
            throw MatchNames.error(ErrorCode.INVALID_PARAMETER,
                    whole.getKind() + " must hold a column of the rows that it navigates to", whole);
        }
        if (value instanceof SqlIdentifier) {
            return value;
        }
        SqlParserPos position = whole.getParserPosition();
        SqlNode exists = read(new ReadValue.Exists(here.navigation(), type(SqlType.BOOLEAN)), position);
        return new SqlCase(position, null, SqlNodeList.of(exists), SqlNodeList.of(value), SqlLiteral.createNull(position));
    }

    static boolean isAggregate(SqlCall call) {
        return switch (call.getKind()) {
            case FILTER, WITHIN_GROUP -> call.operand(0) instanceof SqlCall inner && isAggregate(inner);
            case FIRST, LAST, PREV, NEXT, RUNNING, FINAL, OVER -> false;
            default -> call.getOperator() instanceof SqlFunction function
                    && OperatorTable.INSTANCE.function(function.getName()).filter(SqlFunction::isAggregator).isPresent();
        };
    }

    private SqlNode aggregate(SqlCall call) {
        if (place != null) {
            throw MatchNames.error(ErrorCode.INVALID_PARAMETER, "aggregate functions are not allowed within FIRST, LAST, PREV and NEXT",
                    call);
        }
        AggregateRewrite arguments = new AggregateRewrite(input, variables, defining);
        SqlNode moved = call.accept(arguments);
        SqlParserPos position = call.getParserPosition();
        SqlNode item = SqlStdOperatorTable.AS.createCall(position, moved, new SqlIdentifier("a", position));
        var query = queries.convert(MatchNames.select(List.of(item), queries.table(arguments.columnTypes()), position));
        return read(new ReadValue.Aggregated(arguments.variables(), running, query,
                nullable(query.getRowType().getFieldList().get(0).getType())), position);
    }
}
