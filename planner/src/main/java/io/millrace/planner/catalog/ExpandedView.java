package io.millrace.planner.catalog;

import io.millrace.common.catalog.CatalogObject;
import java.util.List;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;

/** A plain view: where a query names it, its own query stands in the plan. Columns have the names and types that the view was created with. */
final class ExpandedView extends NamedRelation {
    private static final double UNKNOWN_ROWS = 1000;

    private final CatalogObject.View view;

    ExpandedView(RelOptSchema owner, CatalogObject.View view) {
        super(owner, List.of(view.name().schema(), view.name().name()), view.schema());
        this.view = view;
    }

    @Override
    public RelNode toRel(RelOptTable.ToRelContext context) {
        RelNode query = context.expandView(getRowType(), view.sql(), List.of(view.searchSchema()), getQualifiedName()).project();
        return RelOptUtil.createCastRel(query, getRowType(), true);
    }

    @Override
    public double getRowCount() {
        return UNKNOWN_ROWS;
    }
}
