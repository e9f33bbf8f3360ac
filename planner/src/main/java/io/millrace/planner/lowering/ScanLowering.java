package io.millrace.planner.lowering;

import io.millrace.common.plan.PlanNode;
import io.millrace.planner.catalog.CatalogTable;
import io.millrace.planner.type.Types;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.rel.core.TableScan;

/** A scan of all columns without a filter; passes narrow it. A scan of a recursion's table reads what the last round added. */
final class ScanLowering {
    private ScanLowering() {}

    static PlanNode lower(TableScan scan, double rows) {
        CatalogTable table = scan.getTable().unwrap(CatalogTable.class);
        if (table == null) {
            List<String> name = scan.getTable().getQualifiedName();
            return new PlanNode.WorkTable(name.get(name.size() - 1), Types.schema(scan.getRowType()));
        }
        List<Integer> columns = IntStream.range(0, table.schema().size()).boxed().toList();
        return new PlanNode.Scan(table.name(), table.target(), table.schema(), columns, List.of(), null, rows);
    }
}
