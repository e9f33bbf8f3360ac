package io.millrace.frontend.handler.change;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;

/** Puts a plan of rows where another plan scans them by name; see {@link StatementCatalog#rows}. */
final class NamedRows {
    private NamedRows() {}

    static PlanNode put(PlanNode rows, PlanNode into) {
        if (into instanceof PlanNode.Scan scan && scan.target().equals(StatementCatalog.ROWS)) {
            List<Expr> columns = new ArrayList<>();
            scan.columns().forEach(c -> columns.add(Expr.column(c, scan.tableSchema().type(c))));
            PlanNode projected = new PlanNode.Project(rows, columns, scan.schema());
            return scan.filter() == null ? projected : new PlanNode.Filter(projected, scan.filter());
        }
        return into.inputs().isEmpty() ? into : into.withInputs(into.inputs().stream().map(input -> put(rows, input)).toList());
    }
}
