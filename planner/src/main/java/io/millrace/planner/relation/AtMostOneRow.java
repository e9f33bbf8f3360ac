package io.millrace.planner.relation;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;

/** Passes one row; of none gives one of NULLs; of more raises CARDINALITY_VIOLATION: a scalar subquery's rows. */
public final class AtMostOneRow extends SingleRel {
    private AtMostOneRow(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
        super(cluster, traits, input);
    }

    public static AtMostOneRow create(RelNode input) {
        return new AtMostOneRow(input.getCluster(), input.getTraitSet(), input);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new AtMostOneRow(getCluster(), traits, inputs.get(0));
    }

    @Override
    protected RelDataType deriveRowType() {
        RelDataTypeFactory types = getCluster().getTypeFactory();
        RelDataTypeFactory.Builder builder = types.builder();
        input.getRowType().getFieldList().forEach(f -> builder.add(f.getName(), types.createTypeWithNullability(f.getType(), true)));
        return builder.build();
    }
}
