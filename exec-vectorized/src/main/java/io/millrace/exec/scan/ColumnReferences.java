package io.millrace.exec.scan;

import io.millrace.common.expr.Expr;
import java.util.BitSet;

/** Which input columns an expression reads, and the same expression over other columns. */
public final class ColumnReferences {
    private ColumnReferences() {}

    public static BitSet of(Expr expr) {
        BitSet columns = new BitSet();
        collect(expr, columns);
        return columns;
    }

    private static void collect(Expr expr, BitSet columns) {
        switch (expr) {
            case Expr.ColumnRef column -> columns.set(column.index());
            case Expr.Literal literal -> {}
            case Expr.Parameter parameter -> {}
            case Expr.Call call -> call.arguments().forEach(a -> collect(a, columns));
            case Expr.Cast cast -> collect(cast.operand(), columns);
            case Expr.Case branches -> {
                for (Expr.Case.Branch branch : branches.branches()) {
                    collect(branch.condition(), columns);
                    collect(branch.value(), columns);
                }
                collect(branches.otherwise(), columns);
            }
            case Expr.In in -> collect(in.operand(), columns);
            case Expr.FieldAccess field -> collect(field.operand(), columns);
        }
    }

    /** {@code newIndex[i]} is where column i is found now. */
    public static Expr remap(Expr expr, int[] newIndex) {
        return switch (expr) {
            case Expr.ColumnRef column -> new Expr.ColumnRef(newIndex[column.index()], column.type());
            case Expr.Literal literal -> literal;
            case Expr.Parameter parameter -> parameter;
            case Expr.Call call ->
                    new Expr.Call(call.function(), call.arguments().stream().map(a -> remap(a, newIndex)).toList(), call.type());
            case Expr.Cast cast -> new Expr.Cast(remap(cast.operand(), newIndex), cast.type(), cast.safe());
            case Expr.Case branches -> new Expr.Case(
                    branches.branches().stream().map(b -> new Expr.Case.Branch(remap(b.condition(), newIndex), remap(b.value(), newIndex)))
                            .toList(),
                    remap(branches.otherwise(), newIndex),
                    branches.type());
            case Expr.In in -> new Expr.In(remap(in.operand(), newIndex), in.values(), in.negated());
            case Expr.FieldAccess field -> new Expr.FieldAccess(remap(field.operand(), newIndex), field.index(), field.type());
        };
    }
}
