package io.millrace.planner.type;

import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The type that two expressions meet in: branches of CASE, both sides of a comparison, columns of UNION. Numbers widen TINYINT, SMALLINT, INTEGER,
 * BIGINT, DECIMAL, DOUBLE; DATE widens to TIMESTAMP and that to TIMESTAMP WITH TIME ZONE; text takes the other side's type, as PostgreSQL's untyped
 * literals do. CHAR and VARCHAR meet in VARCHAR, lengths in the longer one.
 */
public final class CommonTypes {
    private CommonTypes() {}

    /** The common type of all, empty if there is none. */
    public static Optional<SqlType> of(List<SqlType> types) {
        SqlType common = SqlType.NULL;
        for (SqlType type : types) {
            Optional<SqlType> next = of(common, type);
            if (next.isEmpty()) {
                return next;
            }
            common = next.get();
        }
        return Optional.of(common);
    }

    public static Optional<SqlType> of(SqlType left, SqlType right) {
        if (left.equals(right) || right.kind() == Kind.NULL) {
            return Optional.of(left);
        }
        if (left.kind() == Kind.NULL) {
            return Optional.of(right);
        }
        if (left.isNumeric() && right.isNumeric()) {
            return Optional.of(numeric(left, right));
        }
        if (left.isCharacter() && right.isCharacter()) {
            return Optional.of(character(left, right));
        }
        if (left.isCharacter()) {
            return takesText(right) ? Optional.of(right) : Optional.empty();
        }
        if (right.isCharacter()) {
            return takesText(left) ? Optional.of(left) : Optional.empty();
        }
        if (left.kind() == right.kind()) {
            return sameKind(left, right);
        }
        return temporal(left, right);
    }

    static SqlType numeric(SqlType left, SqlType right) {
        if (left.isApproximate() || right.isApproximate()) {
            return left.kind() == Kind.REAL && right.kind() == Kind.REAL ? SqlType.REAL : SqlType.DOUBLE;
        }
        if (left.isInteger() && right.isInteger()) {
            return left.kind().ordinal() >= right.kind().ordinal() ? left : right;
        }
        SqlType a = NumericTypes.decimalOf(left);
        SqlType b = NumericTypes.decimalOf(right);
        int scale = Math.max(a.scale(), b.scale());
        int integers = Math.max(a.precision() - a.scale(), b.precision() - b.scale());
        return SqlType.decimal(Math.min(SqlType.MAX_DECIMAL_PRECISION, integers + scale), scale);
    }

    private static SqlType character(SqlType left, SqlType right) {
        if (left.precision() == SqlType.UNBOUNDED || right.precision() == SqlType.UNBOUNDED) {
            return SqlType.VARCHAR;
        }
        return SqlType.varchar(Math.max(left.precision(), right.precision()));
    }

    private static boolean takesText(SqlType type) {
        return type.kind() != Kind.ROW;
    }

    private static Optional<SqlType> sameKind(SqlType left, SqlType right) {
        return switch (left.kind()) {
            case TIME -> Optional.of(SqlType.time(Math.max(left.precision(), right.precision())));
            case TIMESTAMP -> Optional.of(SqlType.timestamp(Math.max(left.precision(), right.precision())));
            case TIMESTAMP_TZ -> Optional.of(SqlType.timestampTz(Math.max(left.precision(), right.precision())));
            case BINARY -> Optional.of(SqlType.BINARY);
            case ARRAY -> of(left.element(), right.element()).map(SqlType::array);
            case MAP -> of(left.fields().get(0).type(), right.fields().get(0).type())
                    .flatMap(key -> of(left.fields().get(1).type(), right.fields().get(1).type()).map(value -> SqlType.map(key, value)));
            case ROW -> row(left, right);
            default -> Optional.of(left);
        };
    }

    private static Optional<SqlType> row(SqlType left, SqlType right) {
        if (left.fields().size() != right.fields().size()) {
            return Optional.empty();
        }
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < left.fields().size(); i++) {
            Field field = left.fields().get(i);
            Optional<SqlType> common = of(field.type(), right.fields().get(i).type());
            if (common.isEmpty()) {
                return Optional.empty();
            }
            fields.add(new Field(field.name(), common.get(), field.nullable() || right.fields().get(i).nullable()));
        }
        return Optional.of(SqlType.row(fields));
    }

    private static Optional<SqlType> temporal(SqlType left, SqlType right) {
        SqlType wide = temporalRank(left) >= temporalRank(right) ? left : right;
        SqlType narrow = wide == left ? right : left;
        if (temporalRank(narrow) == 0) {
            return Optional.empty();
        }
        int precision = Math.max(wide.precision(), narrow.precision());
        return Optional.of(wide.kind() == Kind.TIMESTAMP_TZ ? SqlType.timestampTz(precision) : SqlType.timestamp(precision));
    }

    private static int temporalRank(SqlType type) {
        return switch (type.kind()) {
            case DATE -> 1;
            case TIMESTAMP -> 2;
            case TIMESTAMP_TZ -> 3;
            default -> 0;
        };
    }
}
