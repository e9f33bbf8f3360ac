package io.millrace.planner.lowering;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;

/** Makes a node's columns have given types and names. */
final class Conformity {
    private Conformity() {}

    /** The node, under a projection if its columns differ from {@code schema}'s in type or name. */
    static PlanNode conform(PlanNode node, Schema schema) {
        assert node.schema().size() == schema.size() : node.schema() + " is to be " + schema;
        boolean same = true;
        List<Expr> expressions = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            Field have = node.schema().field(i);
            Field want = schema.field(i);
            Expr column = Expr.column(i, have.type());
            expressions.add(have.type().equals(want.type()) ? column : new Expr.Cast(column, want.type(), false));
            fields.add(new Field(want.name(), want.type(), have.nullable()));
            same &= have.type().equals(want.type()) && have.name().equals(want.name());
        }
        return same ? node : new PlanNode.Project(node, expressions, new Schema(fields));
    }

    /** As {@link #conform}, but types that differ in length alone, and names, are left. */
    static PlanNode conformTypes(PlanNode node, Schema schema) {
        for (int i = 0; i < schema.size(); i++) {
            if (!sameButForLength(node.schema().type(i), schema.type(i))) {
                return conform(node, schema);
            }
        }
        return node;
    }

    static boolean sameButForLength(SqlType a, SqlType b) {
        return a.equals(b) || a.kind() == b.kind() && (a.isCharacter() || a.kind() == SqlType.Kind.BINARY);
    }

    /** The first {@code width} columns of a node. */
    static PlanNode first(PlanNode node, int width) {
        if (node.schema().size() == width) {
            return node;
        }
        return columns(node, java.util.stream.IntStream.range(0, width).boxed().toList());
    }

    /** Some columns of a node, in an order. */
    static PlanNode columns(PlanNode node, List<Integer> columns) {
        List<Expr> expressions = new ArrayList<>();
        columns.forEach(c -> expressions.add(Expr.column(c, node.schema().type(c))));
        return new PlanNode.Project(node, expressions, node.schema().select(columns));
    }
}
