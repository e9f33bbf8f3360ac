package io.millrace.planner.relation;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.BiRel;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * What a subquery becomes: a join whose right side may still refer to the left row by correlation variables (a dependent join), and whose kinds
 * Calcite's joins lack. Decorrelation leaves only {@link Kind#MARK} and {@link Kind#NULL_AWARE_ANTI}, without variables.
 */
public final class SubqueryJoin extends BiRel {
    /** How rows come out. */
    public enum Kind {
        INNER,
        LEFT,
        SEMI,
        ANTI,
        /** NOT IN: the condition is one equality of a left and a right value. */
        NULL_AWARE_ANTI,
        /** Left columns and a BOOLEAN, never null: whether the condition is true for some right row. */
        MARK;

        public boolean putsOutRight() {
            return this == INNER || this == LEFT;
        }
    }

    private final Kind kind;
    private final RexNode condition;
    private final Set<CorrelationId> variables;

    public SubqueryJoin(RelOptCluster cluster, RelTraitSet traits, RelNode left, RelNode right, Kind kind, RexNode condition,
            Set<CorrelationId> variables) {
        super(cluster, traits, left, right);
        this.kind = Objects.requireNonNull(kind);
        this.condition = Objects.requireNonNull(condition);
        this.variables = Set.copyOf(variables);
    }

    public static SubqueryJoin create(RelNode left, RelNode right, Kind kind, RexNode condition, Set<CorrelationId> variables) {
        return new SubqueryJoin(left.getCluster(), left.getTraitSet(), left, right, kind, condition, variables);
    }

    public Kind kind() {
        return kind;
    }

    /** Over left columns, then right columns. */
    public RexNode condition() {
        return condition;
    }

    /** Variables that stand for the left row within the right side. */
    public Set<CorrelationId> variables() {
        return variables;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new SubqueryJoin(getCluster(), traits, inputs.get(0), inputs.get(1), kind, condition, variables);
    }

    @Override
    public RelNode accept(RexShuttle shuttle) {
        RexNode changed = shuttle.apply(condition);
        return changed == condition ? this : new SubqueryJoin(getCluster(), traitSet, left, right, kind, changed, variables);
    }

    @Override
    protected RelDataType deriveRowType() {
        RelDataTypeFactory types = getCluster().getTypeFactory();
        RelDataTypeFactory.Builder builder = types.builder().addAll(left.getRowType().getFieldList());
        switch (kind) {
            case INNER -> builder.addAll(right.getRowType().getFieldList());
            case LEFT -> right.getRowType().getFieldList()
                    .forEach(f -> builder.add(f.getName(), types.createTypeWithNullability(f.getType(), true)));
            case MARK -> builder.add("mark", types.createTypeWithNullability(types.createSqlType(SqlTypeName.BOOLEAN), false));
            case SEMI, ANTI, NULL_AWARE_ANTI -> {}
        }
        return builder.build();
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("kind", kind).item("condition", condition).itemIf("variables", variables,
                !variables.isEmpty());
    }
}
