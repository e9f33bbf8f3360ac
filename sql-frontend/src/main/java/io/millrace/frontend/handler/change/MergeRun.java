package io.millrace.frontend.handler.change;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Selection;
import io.millrace.common.batch.Values;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.BatchReader;
import io.millrace.frontend.execution.RowTransfer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Does what the rows of a {@link MergePlan} say. */
final class MergeRun {
    /** What is done about a row that another of the same statement has put in or changed already. */
    enum Repeated {
        FAIL,
        SKIP
    }

    private final MergePlan plan;
    private final CatalogObject.Table table;
    private final RowChanges changes;
    private final Repeated repeated;
    private final String verb;
    private final List<Integer> oldColumns;
    private final Set<List<Object>> added = new HashSet<>();
    private long count;

    MergeRun(MergePlan plan, CatalogObject.Table table, RowChanges changes, Repeated repeated, String verb) {
        this.plan = plan;
        this.table = table;
        this.changes = changes;
        this.repeated = repeated;
        this.verb = verb;
        this.oldColumns = IntStream.range(0, table.schema().size()).boxed().toList();
    }

    /** Reads all rows; how many rows of the table were put in, changed or taken out. */
    long run(BatchReader rows) {
        RowTransfer.each(rows, this::apply);
        changes.flush();
        return count;
    }

    private void apply(Batch batch) {
        int[] removed = new int[batch.rows()];
        int removals = 0;
        for (int i = 0; i < batch.rows(); i++) {
            int position = batch.selection() == null ? i : batch.selection().at(i);
            Object number = Values.read(batch.column(plan.actionColumn()), position);
            if (number == null) {
                continue;
            }
            switch (plan.action((Integer) number)) {
                case MergePlan.Action.Nothing ignored -> {}
                case MergePlan.Action.Remove ignored -> {
                    touch(batch, position);
                    removed[removals++] = position;
                    count++;
                }
                case MergePlan.Action.Replace replace -> {
                    touch(batch, position);
                    removed[removals++] = position;
                    changes.put(batch, position, replace.columns());
                    count++;
                }
                case MergePlan.Action.Add add -> {
                    if (isNew(batch, position, add)) {
                        changes.put(batch, position, add.columns());
                        count++;
                    }
                }
            }
        }
        if (removals > 0) {
            changes.write(batch, oldColumns, new Selection(removed, removals), -1);
        }
    }

    private void touch(Batch batch, int position) {
        if (!plan.identity().first(batch, position, table.schema().size())) {
            throw twice();
        }
    }

    /** Only an upsert asks: a MERGE that puts in a key twice fails as an INSERT does. */
    private boolean isNew(Batch batch, int position, MergePlan.Action.Add add) {
        if (!verb.equals("INSERT")) {
            return true;
        }
        List<Object> key = new ArrayList<>();
        for (String column : table.primaryKey()) {
            key.add(Values.read(batch.column(add.columns().get(table.schema().indexOf(column))), position));
        }
        if (added.add(key)) {
            return true;
        }
        if (repeated == Repeated.FAIL) {
            throw twice();
        }
        return false;
    }

    private MillraceException twice() {
        return new MillraceException(
                ErrorCode.CARDINALITY_VIOLATION,
                verb + " would change a row of \"" + table.name() + "\" a second time")
                .withHint("make sure that the source has at most one row for each row of the table");
    }
}
