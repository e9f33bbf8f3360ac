package io.millrace.planner.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/** Calcite's builder, which renames the columns of literal rows even where no name is given for one. */
final class MillraceRelBuilder extends RelBuilder {
    private MillraceRelBuilder(Config config, RelOptCluster cluster, RelOptSchema schema) {
        super(Contexts.of(config), cluster, schema);
    }

    static RelBuilder create(RelOptCluster cluster, RelOptSchema schema) {
        return new MillraceRelBuilder(Config.DEFAULT, cluster, schema);
    }

    @Override
    public RelBuilder transform(UnaryOperator<Config> transform) {
        return new MillraceRelBuilder(transform.apply(Config.DEFAULT), cluster, relOptSchema);
    }

    @Override
    public RelBuilder projectNamed(Iterable<? extends RexNode> nodes, Iterable<? extends String> names, boolean force,
            Iterable<CorrelationId> variables) {
        if (names == null) {
            return super.projectNamed(nodes, null, force, variables);
        }
        RelDataType row = peek().getRowType();
        List<String> complete = new ArrayList<>();
        for (String name : names) {
            int column = complete.size();
            complete.add(name != null || column >= row.getFieldCount() ? name : row.getFieldNames().get(column));
        }
        return super.projectNamed(nodes, complete, force, variables);
    }
}
