package io.millrace.frontend.handler.change;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.value.LiteralAssignment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;

/** VALUES of plain literals, read straight from the tree. Whatever is not certain to mean the same as through the planner is left to the planner. */
final class LiteralRows {
    private LiteralRows() {}

    /**
     * The rows, owned by the caller; null if some value needs the planner.
     *
     * @param order positions in the target of the values of a row, then of the columns that get their defaults
     * @param named how many values a row must have
     */
    static Batch read(SqlCall values, CatalogObject target, List<Integer> order, int named, StatementContext context) {
        List<Object[]> rows = new ArrayList<>(values.operandCount());
        List<Optional<Object>> defaults = null;
        for (SqlNode node : values.getOperandList()) {
            List<SqlNode> given = node instanceof SqlCall call && node.getKind() == SqlKind.ROW ? call.getOperandList() : List.of(node);
            if (given.size() != named) {
                return null;
            }
            if (given.size() < order.size()) {
                defaults = defaults == null ? defaults(target, order.subList(given.size(), order.size())) : defaults;
                if (defaults == null) {
                    return null;
                }
            }
            Object[] row = row(given, defaults, target, order, context);
            if (row == null) {
                return null;
            }
            rows.add(row);
        }
        try (BatchBuilder builder = new BatchBuilder(context.node().allocator(), target.schema(), rows.size())) {
            rows.forEach(builder::row);
            return builder.build();
        }
    }

    private static Object[] row(
            List<SqlNode> given, List<Optional<Object>> defaults, CatalogObject target, List<Integer> order, StatementContext context) {
        Object[] row = new Object[target.schema().size()];
        for (int i = 0; i < order.size(); i++) {
            int column = order.get(i);
            if (i >= given.size()) {
                row[column] = defaults.get(i - given.size()).orElse(null);
                continue;
            }
            SqlNode node = given.get(i);
            Optional<Object> value = value(
                    ColumnDefaults.isDefault(node) ? ColumnDefaults.of(target, column) : node, target.schema().type(column), context);
            if (value == null) {
                return null;
            }
            row[column] = value.orElse(null);
        }
        return row;
    }

    private static List<Optional<Object>> defaults(CatalogObject target, List<Integer> columns) {
        List<Optional<Object>> values = new ArrayList<>();
        for (int column : columns) {
            Optional<Object> value = value(ColumnDefaults.of(target, column), target.schema().type(column), null);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return values;
    }

    /** The value, empty for NULL; null if it is not a plain literal. */
    private static Optional<Object> value(SqlNode node, SqlType type, StatementContext context) {
        boolean negative = node.getKind() == SqlKind.MINUS_PREFIX;
        SqlNode operand = negative ? ((SqlCall) node).operand(0) : node;
        if (operand instanceof SqlNumericLiteral number) {
            BigDecimal decimal = number.bigDecimalValue();
            return decimal == null ? null : LiteralAssignment.number(negative ? decimal.negate() : decimal, type);
        }
        if (negative) {
            return null;
        }
        if (node instanceof SqlDynamicParam parameter && context != null && context.parameters().isPresent()) {
            List<Expr.Literal> values = context.parameters().get();
            return parameter.getIndex() < values.size() ? LiteralAssignment.typed(values.get(parameter.getIndex()), type) : null;
        }
        if (!(node instanceof SqlLiteral literal)) {
            return null;
        }
        if (literal.getTypeName() == SqlTypeName.NULL) {
            return Optional.empty();
        }
        if (literal instanceof SqlCharStringLiteral) {
            return LiteralAssignment.text(literal.getValueAs(NlsString.class).getValue(), type);
        }
        if (literal instanceof SqlUnknownLiteral tagged) {
            return LiteralAssignment.tagged(tagged.tag, tagged.getValue(), type);
        }
        if (literal.getTypeName() == SqlTypeName.BOOLEAN && type.kind() == SqlType.Kind.BOOLEAN) {
            return Optional.of(literal.booleanValue());
        }
        return null;
    }
}
