package io.millrace.planner.expression;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexCall;

/** ARRAY[…], MAP[…], ROW(…) and subscripts. */
final class NestedLowering {
    private NestedLowering() {}

    static Expr array(RexCall call, List<Expr> arguments, SqlType type) {
        List<Expr> elements = new ArrayList<>();
        arguments.forEach(argument -> elements.add(Conversion.to(argument, type.element())));
        return new Expr.Call(Function.ARRAY_CONSTRUCT, elements, type);
    }

    static Expr map(RexCall call, List<Expr> arguments, SqlType type) {
        List<Expr> entries = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            entries.add(Conversion.to(arguments.get(i), type.fields().get(i % 2).type()));
        }
        return new Expr.Call(Function.MAP_CONSTRUCT, entries, type);
    }

    static Expr row(RexCall call, List<Expr> arguments, SqlType type) {
        List<Expr> values = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            values.add(Conversion.to(arguments.get(i), type.fields().get(i).type()));
        }
        return new Expr.Call(Function.ROW_CONSTRUCT, values, type);
    }

    static Expr item(RexCall call, List<Expr> arguments, SqlType type) {
        Expr collection = arguments.get(0);
        return switch (collection.type().kind()) {
            case ARRAY -> Expr.call(Function.ELEMENT_AT, type, collection, Conversion.to(arguments.get(1), SqlType.INTEGER));
            case MAP -> Expr.call(Function.ELEMENT_AT, type, collection,
                    Conversion.to(arguments.get(1), collection.type().fields().get(0).type()));
            case ROW -> new Expr.FieldAccess(collection, fieldIndex(collection.type(), arguments.get(1)), type);
            default -> Expr.call(Function.JSON_GET, type, collection,
                    arguments.get(1).type().kind() == Kind.VARCHAR ? arguments.get(1)
                            : Conversion.to(arguments.get(1), SqlType.INTEGER));
        };
    }

    private static int fieldIndex(SqlType row, Expr key) {
        Object value = ((Expr.Literal) key).value();
        if (value instanceof Integer position) {
            return position - 1;
        }
        for (int i = 0; i < row.fields().size(); i++) {
            if (row.fields().get(i).name().equals(value)) {
                return i;
            }
        }
        throw new IllegalStateException(row + "[" + value + "]");
    }
}
