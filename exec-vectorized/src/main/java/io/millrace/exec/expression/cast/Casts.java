package io.millrace.exec.expression.cast;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.Validity;
import java.util.ArrayList;
import java.util.List;

/** The matrix of casts. A cast that changes nothing but the type's name costs nothing and keeps every encoding. */
public final class Casts {
    private Casts() {}

    /**
     * The evaluator of a cast; owns {@code operand}.
     *
     * @throws MillraceException FEATURE_NOT_SUPPORTED if there is no such cast
     */
    public static Evaluator lower(Expr.Cast cast, Evaluator operand, EvaluationContext context) {
        SqlType source = cast.operand().type();
        SqlType type = cast.type();
        if (source.kind() == SqlType.Kind.NULL) {
            return nulls(operand, type, context);
        }
        if (source.equals(type)) {
            return operand;
        }
        if (keepsValues(source, type)) {
            return retyped(operand, type);
        }
        return new CastEvaluator(type, operand, columnCast(source, type, cast.safe(), context), context);
    }

    private static Evaluator nulls(Evaluator operand, SqlType type, EvaluationContext context) {
        return owning(operand, (input, selection) -> {
            operand.evaluate(input, selection).close();
            return Validity.nulls(context.allocator(), type, input.physicalRows());
        });
    }

    private static Evaluator retyped(Evaluator operand, SqlType type) {
        return owning(operand, (input, selection) -> {
            Column column = operand.evaluate(input, selection);
            return column.withType(type);
        });
    }

    private static Evaluator owning(Evaluator operand, Evaluator evaluator) {
        return new Evaluator() {
            @Override
            public Column evaluate(Batch input, Selection selection) {
                return evaluator.evaluate(input, selection);
            }

            @Override
            public void close() {
                operand.close();
            }
        };
    }

    /** Whether every value of the source is stored as the target would store it. */
    private static boolean keepsValues(SqlType source, SqlType type) {
        return switch (type.kind()) {
            case SMALLINT -> source.kind() == SqlType.Kind.TINYINT;
            case INTEGER -> source.kind() == SqlType.Kind.TINYINT || source.kind() == SqlType.Kind.SMALLINT;
            case DOUBLE -> source.kind() == SqlType.Kind.REAL;
            case DECIMAL -> source.kind() == SqlType.Kind.DECIMAL
                    && source.scale() == type.scale()
                    && source.precision() <= type.precision()
                    && source.layout() == type.layout();
            case VARCHAR -> source.kind() == SqlType.Kind.VARCHAR
                    && (type.precision() == SqlType.UNBOUNDED
                            || source.precision() != SqlType.UNBOUNDED && source.precision() <= type.precision())
                    || source.kind() == SqlType.Kind.JSON && type.precision() == SqlType.UNBOUNDED;
            case BINARY -> source.kind() == SqlType.Kind.BINARY;
            case TIME, TIMESTAMP, TIMESTAMP_TZ -> source.kind() == type.kind()
                    && source.unitsPerSecond() == type.unitsPerSecond()
                    && source.precision() <= type.precision();
            default -> false;
        };
    }

    /** Null if values need no change. */
    private static ColumnCast inner(SqlType source, SqlType type, boolean safe, EvaluationContext context) {
        return source.equals(type) || keepsValues(source, type) ? null : columnCast(source, type, safe, context);
    }

    private static ColumnCast columnCast(SqlType source, SqlType type, boolean safe, EvaluationContext context) {
        if (source.kind() == SqlType.Kind.NULL) {
            return (operand, rows) -> Validity.nulls(context.allocator(), type, rows.length());
        }
        FixedCast.CastTarget target = new FixedCast.CastTarget(type, safe, context.allocator());
        ColumnCast cast = switch (type.kind()) {
            case NULL -> null;
            case BOOLEAN -> source.isInteger() ? new FloatCasts.Truth(source, target) : parsing(source, target);
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> toExact(source, target);
            case REAL, DOUBLE -> toFloat(source, target);
            case CHAR, VARCHAR -> toCharacter(source, type, context);
            case BINARY, UUID, JSON -> source.isCharacter() ? new BytesParsing(target) : null;
            case DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> source.isCharacter()
                    ? new DateTimeParsing(target, context.zone())
                    : DateTimeCasts.casts(source, type) ? new DateTimeCasts(source, target, context.zone()) : null;
            case INTERVAL_YEAR_MONTH -> source.isCharacter() ? new IntervalParsing(target) : null;
            case INTERVAL_DAY_TIME -> source.isCharacter()
                    ? new IntervalParsing(target)
                    : DateTimeCasts.casts(source, type) ? new DateTimeCasts(source, target, context.zone()) : null;
            case ARRAY -> toArray(source, target, context);
            case MAP -> source.kind() == SqlType.Kind.MAP ? toMap(source, target, context) : null;
            case ROW -> source.kind() == SqlType.Kind.ROW && source.fields().size() == type.fields().size()
                    ? new NestedCasts.OfRow(type, fields(source.fields(), type.fields(), target, context), context.allocator())
                    : null;
        };
        if (cast == null) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "cannot cast " + source + " to " + type);
        }
        return cast;
    }

    private static ColumnCast parsing(SqlType source, FixedCast.CastTarget target) {
        return source.isCharacter() ? new NumberParsing(target) : null;
    }

    private static ColumnCast toExact(SqlType source, FixedCast.CastTarget target) {
        if (source.isInteger() || source.kind() == SqlType.Kind.DECIMAL) {
            return new ExactCast(source, target);
        }
        if (source.isApproximate()) {
            return new FloatCasts.ToExact(source, target);
        }
        boolean truth = source.kind() == SqlType.Kind.BOOLEAN && target.type().isInteger();
        return truth ? new FloatCasts.Truth(source, target) : parsing(source, target);
    }

    private static ColumnCast toFloat(SqlType source, FixedCast.CastTarget target) {
        if (source.isInteger() || source.kind() == SqlType.Kind.DECIMAL) {
            return new FloatCasts.FromExact(source, target);
        }
        return source.kind() == SqlType.Kind.DOUBLE ? new FloatCasts.ToSingle(target) : parsing(source, target);
    }

    private static ColumnCast toCharacter(SqlType source, SqlType type, EvaluationContext context) {
        return source.isCharacter()
                ? new CharacterCast(source, type, context.allocator())
                : new FormatCast(type, context.zone(), context.allocator());
    }

    private static ColumnCast toArray(SqlType source, FixedCast.CastTarget target, EvaluationContext context) {
        SqlType element = target.type().element();
        if (source.isCharacter()) {
            return new ArrayParsing(target, inner(SqlType.VARCHAR, element, target.safe(), context));
        }
        return source.kind() == SqlType.Kind.ARRAY
                ? new NestedCasts.OfList(
                        target.type(), inner(source.element(), element, target.safe(), context), element, context.allocator())
                : null;
    }

    private static ColumnCast toMap(SqlType source, FixedCast.CastTarget target, EvaluationContext context) {
        SqlType entries = SqlType.row(target.type().fields());
        List<ColumnCast> casts = fields(source.fields(), target.type().fields(), target, context);
        ColumnCast entry = new NestedCasts.OfRow(entries, casts, context.allocator());
        return new NestedCasts.OfList(target.type(), entry, entries, context.allocator());
    }

    private static List<ColumnCast> fields(
            List<Field> from, List<Field> to, FixedCast.CastTarget target, EvaluationContext context) {
        List<ColumnCast> casts = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            casts.add(inner(from.get(i).type(), to.get(i).type(), target.safe(), context));
        }
        return casts;
    }
}
