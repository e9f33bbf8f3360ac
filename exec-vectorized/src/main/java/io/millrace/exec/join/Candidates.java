package io.millrace.exec.join;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;

/**
 * The pairs of a probe batch that may be in the result, a chunk at a time: for each row the list of its key; without keys all build rows; of a
 * null-aware join also the build rows whose key is NULL, and all of them for a row whose own key is NULL. A row of which only the existence of a
 * partner counts is left once it has one; so is a build row.
 */
final class Candidates {
    private final JoinDefinition definition;
    private final JoinTable table;
    private final int chunk;
    /** Made when the first batch comes: a plan of many joins has many lanes that never see one. */
    private int[] indexes;

    private int[] positions;
    private int[] rows;

    private Batch probe;
    private KeyReader reader;
    private int[] heads;
    private boolean[] matched;
    private Column[] keys;
    /** The probe row (counted among the selected) whose pairs come next. */
    private int index;
    /** Its next row in the key's list, -1: the list is through. */
    private int row;
    /** Its next row in the other list, if it has one. */
    private int extra;

    Candidates(JoinDefinition definition, JoinTable table, int chunk) {
        this.definition = definition;
        this.table = table;
        this.chunk = chunk;
    }

    /** Everything stays the caller's and is read until the next start; {@code matched} is kept up to date by the caller. */
    void start(Batch newProbe, KeyReader newReader, int[] newHeads, boolean[] newMatched, Column[] newKeys) {
        if (indexes == null) {
            indexes = new int[chunk];
            positions = new int[chunk];
            rows = new int[chunk];
        }
        probe = newProbe;
        reader = newReader;
        heads = newHeads;
        matched = newMatched;
        keys = newKeys;
        index = 0;
        row = probe.rows() == 0 ? -1 : heads[0];
        extra = 0;
    }

    /** The number, among the selected rows, of each pair's probe row. */
    int[] indexes() {
        return indexes;
    }

    /** The physical position of each pair's probe row. */
    int[] positions() {
        return positions;
    }

    /** Each pair's build row. */
    int[] rows() {
        return rows;
    }

    /** The next pairs; 0 at the end. */
    int fill() {
        boolean firstSuffices = !definition.emitsPairs() && !definition.emitsRightAlone();
        boolean oncePerRow = definition.emitsRightAlone();
        boolean check = definition.nullAware() && keys.length > 1;
        int count = 0;
        int probeRows = probe.rows();
        while (index < probeRows) {
            int position = probe.selection() == null ? index : probe.selection().at(index);
            if (!(firstSuffices && matched[index])) {
                while (row >= 0 && count < rows.length) {
                    if (!oncePerRow || !table.matched(row)) {
                        count = add(position, row, count);
                    }
                    row = table.after(row);
                }
                int[] others = others();
                int end = others == null ? allRows() : others.length;
                while (row < 0 && extra < end && count < rows.length) {
                    int other = others == null ? extra : others[extra];
                    extra++;
                    if (!check || table.notUnequal(keys, position, other)) {
                        count = add(position, other, count);
                    }
                }
                if (count == rows.length) {
                    return count;
                }
            }
            index++;
            row = index < probeRows ? heads[index] : -1;
            extra = 0;
        }
        return count;
    }

    private int add(int position, int buildRow, int count) {
        indexes[count] = index;
        positions[count] = position;
        rows[count] = buildRow;
        return count + 1;
    }

    /** Of a null-aware join: the rows with a NULL key, for a probe row whose own keys are not NULL. */
    private int[] others() {
        boolean nullKey = definition.hasKeys() && reader.anyNull && reader.nulls[index];
        return definition.nullAware() && definition.hasKeys() && !nullKey ? table.nullRows() : null;
    }

    /** How many build rows the row meets beside its key's list, if there is no shorter list of them. */
    private int allRows() {
        return definition.hasKeys() && !definition.nullAware() ? 0 : table.rows();
    }

    /** Keeps the pairs that a condition has selected; how many there are. */
    int keep(Selection selection, int count) {
        if (selection == null) {
            return count;
        }
        for (int i = 0; i < selection.count(); i++) {
            int from = selection.at(i);
            indexes[i] = indexes[from];
            positions[i] = positions[from];
            rows[i] = rows[from];
        }
        return selection.count();
    }
}
