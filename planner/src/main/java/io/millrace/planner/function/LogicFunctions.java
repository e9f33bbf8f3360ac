package io.millrace.planner.function;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import java.util.List;

/** Functions that choose between values, and those about values of any type. */
final class LogicFunctions {
    private LogicFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("coalesce(T...) -> T", Function.COALESCE, "First argument that is not NULL.", "coalesce(NULL, 2)")
                .alias("coalesce", "nvl", "ifnull")
                .add("nullif(T, T) -> T", Function.NULLIF, "NULL if both are equal, else the first.", "nullif(1, 1)")
                .add("greatest(T...) -> T", Function.GREATEST, "Greatest argument, NULLs left out.", "greatest(1, 3, 2)")
                .add("least(T...) -> T", Function.LEAST, "Least argument, NULLs left out.", "least(1, 3, 2)")
                .add("if(boolean, T, T) -> T", LogicFunctions::choose, "Second argument where the first is true, else the third.",
                        "if(1 < 2, 'a', 'b')")
                .add("if(boolean, T) -> T", LogicFunctions::choose, "Second argument where the first is true, else NULL.", "if(1 < 2, 'a')")
                .alias("if", "iff")
                .add("nvl2(any, T, T) -> T", LogicFunctions::chooseIfNotNull,
                        "Second argument where the first is not NULL, else the third.",
                        "nvl2(NULL, 1, 2)")
                .add("typeof(any) -> varchar", LogicFunctions::typeName, "Name of the argument's type.", "typeof(1)")
                .alias("typeof", "pg_typeof")
                .add("raise_error(varchar) -> varchar", Function.RAISE_ERROR, "Fails with the message.", "if(1 > 2, raise_error('never'))")
                .add("raise_error(varchar, varchar) -> varchar", Function.RAISE_ERROR, "Fails with the message and an error's name.",
                        "if(1 > 2, raise_error('never', 'INVALID_ARGUMENT'))")
                .add("hash64(any...) -> bigint", Function.HASH64, "64-bit hash, the same in every version.", "hash64('a')");
    }

    private static Expr choose(List<Expr> arguments, SqlType type) {
        Expr otherwise = arguments.size() > 2 ? arguments.get(2) : Expr.literal(null, type);
        return new Expr.Case(List.of(new Expr.Case.Branch(arguments.get(0), arguments.get(1))), otherwise, type);
    }

    private static Expr chooseIfNotNull(List<Expr> arguments, SqlType type) {
        Expr condition = Expr.call(Function.IS_NOT_NULL, SqlType.BOOLEAN, arguments.get(0));
        return new Expr.Case(List.of(new Expr.Case.Branch(condition, arguments.get(1))), arguments.get(2), type);
    }

    private static Expr typeName(List<Expr> arguments, SqlType type) {
        return Expr.literal(arguments.get(0).type().toString(), SqlType.VARCHAR);
    }
}
