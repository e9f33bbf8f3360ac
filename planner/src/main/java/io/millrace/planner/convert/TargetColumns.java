package io.millrace.planner.convert;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;
import io.millrace.planner.function.OperatorTable;
import io.millrace.planner.type.MillraceTypeFactory;
import io.millrace.planner.type.Types;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** Casts a query's columns to those that its rows are written to, under the rules of assignment: PostgreSQL's, and text takes any column's type. */
public final class TargetColumns {
    private TargetColumns() {}

    /** The query with exactly the target's types; names are the target's. */
    public static RelNode assign(RelNode query, Schema target) {
        List<RelDataTypeField> found = query.getRowType().getFieldList();
        if (found.size() != target.size()) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR, "the query gives " + found.size() + " columns, but there are "
                    + target.size() + " target columns");
        }
        RexBuilder builder = query.getCluster().getRexBuilder();
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            columns.add(cast(builder, builder.makeInputRef(query, i), target.field(i)));
        }
        return LogicalProject.create(query, List.of(), columns, target.fields().stream().map(Field::name).toList(), Set.of());
    }

    private static RexNode cast(RexBuilder builder, RexNode value, Field column) {
        SqlType from = Types.sqlType(value.getType());
        SqlType to = column.type();
        if (from.equals(to)) {
            return value;
        }
        if (!assignable(from, to)) {
            throw new MillraceException(ErrorCode.DATATYPE_MISMATCH,
                    "column " + column.name() + " is of type " + to + " but the expression is of type " + from)
                    .withHint("write CAST(expression AS " + to + ") if the conversion is meant");
        }
        boolean mayBeTooLong = to.isCharacter() && to.precision() != SqlType.UNBOUNDED
                && !(from.isCharacter() && from.precision() != SqlType.UNBOUNDED && from.precision() <= to.precision());
        RexNode checked = mayBeTooLong ? checkLength(builder, value, column) : value;
        return builder.makeCast(Types.relType(MillraceTypeFactory.INSTANCE, to, value.getType().isNullable()), checked, true, false);
    }

    /** A cast to VARCHAR(n) cuts what is too long; an assignment must not, unless only spaces are lost. */
    private static RexNode checkLength(RexBuilder builder, RexNode value, Field column) {
        RelDataType text = Types.relType(MillraceTypeFactory.INSTANCE, SqlType.VARCHAR, true);
        RexNode string = builder.makeCast(text, value, true, false);
        RelDataType integer = builder.getTypeFactory().createSqlType(SqlTypeName.INTEGER);
        RexNode length = function(builder, "char_length", function(builder, "rtrim", string));
        RexNode tooLong = builder.makeCall(SqlStdOperatorTable.GREATER_THAN, length,
                builder.makeExactLiteral(BigDecimal.valueOf(column.type().precision()), integer));
        RexNode message = builder.makeLiteral("value too long for column " + column.name() + " of type " + column.type());
        return builder.makeCall(text, SqlStdOperatorTable.CASE,
                List.of(tooLong, function(builder, "raise_error", message, builder.makeLiteral(ErrorCode.STRING_TRUNCATION.name())),
                        string));
    }

    private static RexNode function(RexBuilder builder, String name, RexNode... arguments) {
        return builder.makeCall(OperatorTable.INSTANCE.function(name).orElseThrow(), arguments);
    }

    private static boolean assignable(SqlType from, SqlType to) {
        if (from.kind() == to.kind() || from.kind() == Kind.NULL || from.isCharacter() || to.isCharacter()) {
            return true;
        }
        if (from.isNumeric() && to.isNumeric()) {
            return true;
        }
        return isInstant(from) && isInstant(to) || to.kind() == Kind.JSON && (from.kind() == Kind.MAP || from.kind() == Kind.ARRAY)
                || to.kind() == Kind.TIME && from.kind() == Kind.TIMESTAMP;
    }

    private static boolean isInstant(SqlType type) {
        return type.kind() == Kind.DATE || type.kind() == Kind.TIMESTAMP || type.kind() == Kind.TIMESTAMP_TZ;
    }
}
