package io.millrace.storage.sink;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What steps changed, by key: the row that was taken back and the row that came. Steps are put together, so that of a key only the first row before and the
 * last row after are left.
 */
public final class KeyedChanges {
    /** Of one key; {@code before} is null where there was no row, {@code after} where there is none. */
    public record Change(List<Object> key, List<Object> before, List<Object> after) {}

    private final List<Integer> keyColumns;
    private final String name;
    private final Map<List<Object>, Change> changes = new LinkedHashMap<>();

    /** @param name of what is written, for messages */
    public KeyedChanges(List<Integer> keyColumns, String name) {
        this.keyColumns = List.copyOf(keyColumns);
        this.name = name;
    }

    /**
     * Adds what one step changed; the batches stay the caller's.
     *
     * @throws MillraceException UNIQUE_VIOLATION if two rows of a key come, or come on top of one another
     */
    public void add(List<Batch> step) {
        Map<List<Object>, Change> ofStep = new LinkedHashMap<>();
        for (Batch batch : step) {
            for (int i = 0; i < batch.rows(); i++) {
                int position = batch.selection() == null ? i : batch.selection().at(i);
                long weight = weight(batch, position);
                List<Object> row = Values.readRow(batch, position);
                List<Object> key = new ArrayList<>();
                keyColumns.forEach(column -> key.add(row.get(column)));
                Change before = ofStep.getOrDefault(key, new Change(key, null, null));
                if (weight > 1 || weight < -1 || (weight > 0 ? before.after : before.before) != null) {
                    throw new MillraceException(ErrorCode.UNIQUE_VIOLATION,
                            "sink \"" + name + "\": more than one row has the key " + key + ", which key.fields says is unique");
                }
                ofStep.put(key, weight > 0 ? new Change(key, before.before, row) : new Change(key, row, before.after));
            }
        }
        ofStep.forEach((key, change) -> changes.merge(key, change, (first, last) -> new Change(key, first.before, last.after)));
    }

    private static long weight(Batch batch, int position) {
        Column weights = batch.weights();
        if (weights == null) {
            return 1;
        }
        return weights instanceof FixedColumn fixed ? fixed.longAt(position) : (Long) Values.read(weights, position);
    }

    /** The weight of a row; +1 where none is given. */
    public static long weightAt(Batch batch, int position) {
        return weight(batch, position);
    }

    /** All changes since the last call, in the order in which keys were met. */
    public List<Change> take() {
        List<Change> taken = List.copyOf(changes.values());
        changes.clear();
        return taken;
    }
}
