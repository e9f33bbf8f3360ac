package io.millrace.exec.join;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.exec.pipeline.Operator;
import java.util.ArrayList;
import java.util.List;

/** The probe side of a {@link SpilledJoin}: writes its rows to disk too. Nothing comes out here, but of {@link SpilledJoinLane} later. */
final class SpillOperator implements Operator {
    private final JoinDefinition definition;
    private final SpilledJoin spilled;
    private final SpilledJoin.Writer writer;

    SpillOperator(JoinDefinition definition, SpilledJoin spilled) {
        this.definition = definition;
        this.spilled = spilled;
        this.writer = spilled.probeWriter();
    }

    @Override
    public boolean satisfied() {
        return spilled.rejectsAll();
    }

    @Override
    public void accept(Batch batch) {
        try (batch) {
            int count = batch.rows();
            int[] positions = batch.selection() == null ? null : batch.selection().positions();
            if (spilled.dropsNullProbes()) {
                int[] kept = new int[count];
                int n = 0;
                for (int i = 0; i < count; i++) {
                    int position = positions == null ? i : positions[i];
                    if (!nullKey(batch, position)) {
                        kept[n++] = position;
                    }
                }
                positions = kept;
                count = n;
            }
            List<Column> columns = new ArrayList<>();
            for (int c : spilled.probeColumns()) {
                columns.add(batch.column(c).retain());
            }
            Selection selection = positions == null ? null : new Selection(positions, count);
            try (Batch narrow = new Batch(columns, batch.physicalRows(), selection, null)) {
                writer.add(narrow);
            }
        }
    }

    private boolean nullKey(Batch batch, int position) {
        for (int k = 0; k < definition.keyTypes().size(); k++) {
            if (!definition.layout().nullSafe()[k] && batch.column(definition.node().leftKeys().get(k)).isNull(position)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Batch next() {
        return null;
    }

    @Override
    public void finish() {
        writer.flush();
    }

    @Override
    public void close() {
        writer.close();
    }
}
