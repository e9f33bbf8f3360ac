package io.millrace.common.expr;

import io.millrace.common.type.SqlType;
import java.util.List;
import java.util.Objects;

/**
 * A typed scalar expression over the columns of one input, immutable. All implicit conversions have been made explicit by the planner: the
 * arguments of a {@link Call} have exactly the types its function takes (see {@link Function}), both sides of a comparison have equal types
 * (length and nullability aside), and branches of a {@link Case} have the type of the whole.
 */
public sealed interface Expr {
    SqlType type();

    /** Column {@code index} of the input. */
    record ColumnRef(int index, SqlType type) implements Expr {
        public ColumnRef {
            assert index >= 0;
            Objects.requireNonNull(type);
        }
    }

    /** A constant; {@code value} as {@link io.millrace.common.batch.Values} describes, null for NULL. */
    record Literal(Object value, SqlType type) implements Expr {
        public Literal {
            Objects.requireNonNull(type);
        }
    }

    /** A prepared statement's parameter, counted from 0; replaced by a literal before execution. */
    record Parameter(int index, SqlType type) implements Expr {}

    /** A function or operator applied to arguments. */
    record Call(Function function, List<Expr> arguments, SqlType type) implements Expr {
        public Call {
            Objects.requireNonNull(function);
            arguments = List.copyOf(arguments);
            Objects.requireNonNull(type);
        }
    }

    /** CAST; {@code safe} gives NULL where a plain cast raises an error (TRY_CAST). */
    record Cast(Expr operand, SqlType type, boolean safe) implements Expr {}

    /** Searched CASE; conditions are BOOLEAN, evaluated in order, each branch only for its rows; {@code otherwise} is never null (a NULL literal). */
    record Case(List<Branch> branches, Expr otherwise, SqlType type) implements Expr {
        public Case {
            branches = List.copyOf(branches);
            Objects.requireNonNull(otherwise);
        }

        /** WHEN condition THEN value. */
        public record Branch(Expr condition, Expr value) {}
    }

    /** {@code operand [NOT] IN (values)}, the values literals of the operand's type, NULL allowed with SQL's three-valued meaning. */
    record In(Expr operand, List<Literal> values, boolean negated) implements Expr {
        public In {
            values = List.copyOf(values);
        }

        @Override
        public SqlType type() {
            return SqlType.BOOLEAN;
        }
    }

    /** Field {@code index} of a ROW. */
    record FieldAccess(Expr operand, int index, SqlType type) implements Expr {}

    static ColumnRef column(int index, SqlType type) {
        return new ColumnRef(index, type);
    }

    static Literal literal(Object value, SqlType type) {
        return new Literal(value, type);
    }

    static Call call(Function function, SqlType type, Expr... arguments) {
        return new Call(function, List.of(arguments), type);
    }
}
