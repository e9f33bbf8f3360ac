package io.millrace.planner.function;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import java.util.List;

/** What a function becomes after planning. Arguments have the types of the signature. */
@FunctionalInterface
interface Target {
    Expr apply(List<Expr> arguments, SqlType type);

    static Target of(Function function) {
        return (arguments, type) -> new Expr.Call(function, arguments, type);
    }

    /** The function with arguments in another order. */
    static Target reordered(Function function, int... order) {
        return (arguments, type) -> {
            List<Expr> moved = new java.util.ArrayList<>();
            for (int index : order) {
                if (index < arguments.size()) {
                    moved.add(arguments.get(index));
                }
            }
            return new Expr.Call(function, moved, type);
        };
    }

    /** The function with one more, constant, argument in front. */
    static Target prefixed(Function function, String constant) {
        return (arguments, type) -> {
            List<Expr> all = new java.util.ArrayList<>();
            all.add(Expr.literal(constant, SqlType.VARCHAR));
            all.addAll(arguments);
            return new Expr.Call(function, all, type);
        };
    }
}
