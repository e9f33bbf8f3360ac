package io.millrace.exec.aggregate;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Values;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.arrow.memory.BufferAllocator;

/** Groups and their accumulators: rows or intermediate rows in, intermediate rows or results out. One thread. */
final class AggregateTable implements AutoCloseable {
    private static final int ROLLED_UP_ROWS = 8_192;

    private final AggregateDefinition definition;
    private final BufferAllocator allocator;
    private final GroupKeys keys;
    private final Accumulator[] accumulators;
    private final List<SqlType> partialTypes = new ArrayList<>();
    private final boolean global;
    private final RowsOfGroups rowsOfGroups = new RowsOfGroups();
    private int[] groupIds = new int[0];

    /** {@code shared} outlives this. */
    AggregateTable(AggregateDefinition definition, BufferAllocator allocator, SharedTuples shared) {
        this.definition = definition;
        this.allocator = allocator;
        this.global = definition.keyTypes().isEmpty();
        this.keys = new AdaptiveGroupKeys(allocator, definition.keyTypes(), definition.setsLackKeys(), shared);
        this.accumulators = new Accumulator[definition.slots().size()];
        try {
            for (int s = 0; s < accumulators.length; s++) {
                AggregateSlot slot = definition.slots().get(s);
                accumulators[s] = AccumulatorFactory.create(slot, definition.orderTypes(slot, partialTypes.size()), allocator);
                partialTypes.addAll(accumulators[s].partialTypes());
            }
        } catch (Throwable t) {
            close();
            throw t;
        }
    }

    List<SqlType> partialTypes() {
        return partialTypes;
    }

    int groups() {
        return global ? 1 : keys.groups();
    }

    long bytes() {
        long bytes = keys.bytes();
        for (Accumulator accumulator : accumulators) {
            bytes += accumulator.bytes();
        }
        return bytes;
    }

    /** Adds input rows, once a grouping set, or to the finest set alone if the others are rolled up. The batch stays the caller's. */
    void add(Batch batch) {
        int[] positions = batch.selection() == null ? null : batch.selection().positions();
        int count = batch.rows();
        if (definition.rollUp() != null) {
            assign(batch, definition.rollUp().finest(), positions, count);
            accumulate(batch, positions, count, groupIds, groups());
            return;
        }
        for (int set = 0; set < definition.node().groupingSets().size(); set++) {
            assign(batch, set, positions, count);
            accumulate(batch, positions, count, groupIds, groups());
        }
    }

    /** Adds each input row as a group of its own, for {@link #partials} alone: the keys are then those of the rows. */
    void addUngrouped(Batch batch) {
        int count = batch.rows();
        room(count);
        for (int k = 0; k < count; k++) {
            groupIds[k] = k;
        }
        accumulate(batch, batch.selection() == null ? null : batch.selection().positions(), count, groupIds, count);
    }

    private void room(int count) {
        if (groupIds.length < count) {
            groupIds = new int[count];
        }
    }

    private void assign(Batch batch, int set, int[] positions, int count) {
        room(count);
        if (global) {
            Arrays.fill(groupIds, 0, count, 0);
            return;
        }
        Column[] columns = keyColumns(batch, set);
        try {
            keys.assign(columns, positions, count, groupIds);
        } finally {
            for (Column column : columns) {
                column.close();
            }
        }
    }

    /** The key columns of one grouping set, owned by the caller. */
    private Column[] keyColumns(Batch batch, int set) {
        List<Integer> keyColumns = definition.node().keys();
        Column[] columns = new Column[definition.keyTypes().size()];
        List<Integer> present = definition.node().groupingSets().get(set);
        for (int k = 0; k < keyColumns.size(); k++) {
            columns[k] = present.contains(k)
                    ? batch.column(keyColumns.get(k)).retain()
                    : Values.constant(allocator, definition.keyTypes().get(k), null, batch.physicalRows());
        }
        if (definition.severalSets()) {
            columns[keyColumns.size()] = Values.constant(allocator, SqlType.INTEGER, set, batch.physicalRows());
        }
        return columns;
    }

    private void accumulate(Batch batch, int[] positions, int count, int[] ids, int groups) {
        if (count == 0) {
            return;
        }
        FilteredRows filtered = new FilteredRows(batch, positions, count, ids);
        boolean apart = RowsOfGroups.pays(groups, count);
        if (apart) {
            rowsOfGroups.of(positions, count, ids, groups);
        }
        for (int s = 0; s < accumulators.length; s++) {
            AggregateSlot slot = definition.slots().get(s);
            Column[] arguments = new Column[slot.arguments().size() + slot.orderBy().size()];
            try {
                for (int o = 0; o < slot.orderBy().size(); o++) {
                    arguments[slot.arguments().size() + o] = batch.column(slot.orderBy().get(o).column()).retain();
                }
                for (int a = 0; a < slot.arguments().size(); a++) {
                    arguments[a] = switch (slot.arguments().get(a)) {
                        case Expr.ColumnRef column -> batch.column(column.index()).retain();
                        case Expr.Literal literal -> Values.constant(allocator, literal.type(), literal.value(), batch.physicalRows());
                        default -> throw new AssertionError(slot);
                    };
                }
                if (apart && slot.filter() < 0 && accumulators[s].takesGroups() && flatten(arguments)) {
                    for (int group = 0; group < groups; group++) {
                        if (rowsOfGroups.count(group) > 0) {
                            accumulators[s].addToGroup(
                                    arguments, rowsOfGroups.positions(group), rowsOfGroups.count(group), group, groups);
                        }
                    }
                } else if (slot.filter() < 0) {
                    accumulators[s].add(arguments, positions, count, ids, groups);
                } else {
                    filtered.by(slot.filter());
                    accumulators[s].add(arguments, filtered.positions, filtered.count, filtered.groupIds, groups);
                }
            } finally {
                for (Column argument : arguments) {
                    if (argument != null) {
                        argument.close();
                    }
                }
            }
        }
    }

    /** False, and nothing done, if there may be NULLs. */
    private boolean flatten(Column[] arguments) {
        for (Column argument : arguments) {
            if (argument.mayHaveNulls()) {
                return false;
            }
        }
        for (int a = 0; a < arguments.length; a++) {
            try (Column encoded = arguments[a]) {
                arguments[a] = null;
                arguments[a] = encoded.flatten(allocator);
            }
        }
        return true;
    }

    /** Adds intermediate rows: keys, set number, intermediate columns. The batch stays the caller's. */
    void addPartials(Batch batch) {
        int[] positions = batch.selection() == null ? null : batch.selection().positions();
        int count = batch.rows();
        room(count);
        int keyCount = definition.keyTypes().size();
        if (global) {
            Arrays.fill(groupIds, 0, count, 0);
        } else {
            keys.assign(batch.columns().subList(0, keyCount).toArray(Column[]::new), positions, count, groupIds);
        }
        int column = keyCount;
        for (Accumulator accumulator : accumulators) {
            Column[] partials = new Column[accumulator.partialTypes().size()];
            try {
                for (int p = 0; p < partials.length; p++) {
                    partials[p] = batch.column(column++).flatten(allocator);
                }
                accumulator.addPartial(partials, positions, count, groupIds, groups());
            } finally {
                for (Column partial : partials) {
                    if (partial != null) {
                        partial.close();
                    }
                }
            }
        }
    }

    /** Adds the groups of all sets but the finest, put together from those of the finest set, which {@code finest} holds and nothing else. */
    void rollUp(AggregateTable finest) {
        rollUp(set -> mergeAs(set, finest, 0, finest.groups()));
    }

    /** The same from intermediate rows of the finest set, all of them; the batch stays the caller's. */
    void rollUp(Batch finest) {
        rollUp(set -> addPartialsAs(set, finest));
    }

    private void rollUp(IntConsumer mergeFinest) {
        int[] first = new int[definition.node().groupingSets().size()];
        int[] end = new int[first.length];
        for (RollUp.Step step : definition.rollUp().steps()) {
            first[step.set()] = groups();
            if (step.from() == definition.rollUp().finest()) {
                mergeFinest.accept(step.set());
            } else {
                mergeAs(step.set(), this, first[step.from()], end[step.from()]);
            }
            end[step.set()] = groups();
        }
    }

    private void mergeAs(int set, AggregateTable table, int first, int end) {
        for (int from = first; from < end; from += ROLLED_UP_ROWS) {
            try (Batch rows = table.partials(from, Math.min(ROLLED_UP_ROWS, end - from))) {
                addPartialsAs(set, rows);
            }
        }
    }

    /** Intermediate rows of a set that contains {@code set}, as rows of that one. */
    private void addPartialsAs(int set, Batch rows) {
        List<Integer> present = definition.node().groupingSets().get(set);
        int keyCount = definition.node().keys().size();
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < rows.columns().size(); c++) {
            if (c < keyCount && !present.contains(c)) {
                columns.add(Values.constant(allocator, definition.keyTypes().get(c), null, rows.physicalRows()));
            } else if (c == keyCount) {
                columns.add(Values.constant(allocator, SqlType.INTEGER, set, rows.physicalRows()));
            } else {
                columns.add(rows.column(c).retain());
            }
        }
        try (Batch moved = new Batch(columns, rows.physicalRows(), rows.selection(), null)) {
            addPartials(moved);
        }
    }

    /** Makes sure that the groups of empty grouping sets exist, also of no input. */
    void addEmptySets() {
        if (global) {
            return;
        }
        for (int set = 0; set < definition.node().groupingSets().size(); set++) {
            if (definition.node().groupingSets().get(set).isEmpty()) {
                Column[] columns = new Column[definition.keyTypes().size()];
                for (int k = 0; k < columns.length; k++) {
                    Object value = definition.severalSets() && k == columns.length - 1 ? (Object) set : null;
                    columns[k] = Values.constant(allocator, definition.keyTypes().get(k), value, 1);
                }
                room(1);
                keys.assign(columns, null, 1, groupIds);
                for (Column column : columns) {
                    column.close();
                }
            }
        }
    }

    /** Intermediate rows of groups {@code from .. from + count}, owned by the caller. */
    Batch partials(int from, int count) {
        List<Column> columns = new ArrayList<>(global ? List.of() : keys.keys(allocator, from, count));
        return withPartials(columns, from, count);
    }

    /** Intermediate rows of what {@link #addUngrouped} has added from {@code batch} (which stays the caller's). */
    Batch ungroupedPartials(Batch batch) {
        int count = batch.rows();
        List<Column> columns = new ArrayList<>();
        Column[] keyColumns = keyColumns(batch, definition.rollUp() == null ? 0 : definition.rollUp().finest());
        try {
            if (batch.selection() == null) {
                for (Column key : keyColumns) {
                    columns.add(key.retain());
                }
            } else {
                columns.addAll(Batch.gather(allocator, Arrays.asList(keyColumns), batch.selection().positions(), count));
            }
        } catch (Throwable t) {
            columns.forEach(Column::close);
            throw t;
        } finally {
            for (Column key : keyColumns) {
                key.close();
            }
        }
        return withPartials(columns, 0, count);
    }

    /** Takes over the key columns. */
    private Batch withPartials(List<Column> columns, int from, int count) {
        try {
            for (Accumulator accumulator : accumulators) {
                columns.addAll(accumulator.partial(allocator, from, count));
            }
            return Batch.of(columns, count);
        } catch (Throwable t) {
            columns.forEach(Column::close);
            throw t;
        }
    }

    /** Result rows of groups {@code from .. from + count}, owned by the caller. */
    Batch results(BufferAllocator payer, int from, int count) {
        List<Column> columns = new ArrayList<>();
        try {
            List<Column> keyColumns = global ? List.of() : keys.keys(payer, from, count);
            columns.addAll(keyColumns);
            Column sets = definition.severalSets() ? columns.remove(columns.size() - 1) : null;
            try {
                for (AggregateDefinition.Output output : definition.outputs()) {
                    columns.add(result(output, sets, payer, from, count));
                }
            } finally {
                if (sets != null) {
                    sets.close();
                }
            }
            return Batch.of(columns, count);
        } catch (Throwable t) {
            columns.forEach(Column::close);
            throw t;
        }
    }

    private Column result(AggregateDefinition.Output output, Column sets, BufferAllocator payer, int from, int count) {
        AggregateCall call = output.call();
        if (call.function() == AggregateFunction.GROUPING) {
            return GroupingResult.column(definition, call, sets, payer, count);
        }
        Accumulator first = accumulators[output.first()];
        if (output.second() < 0) {
            return first.result(payer, from, count);
        }
        CountAccumulator rows = (CountAccumulator) accumulators[output.second()].undistinct();
        SqlType argument = call.arguments().get(0).type();
        return switch (first.undistinct()) {
            case DoubleSumAccumulator sum -> AverageResult.ofDoubles(sum, rows, call.type(), payer, from, count);
            case SumAccumulator sum -> AverageResult.ofExact(
                    sum, rows, argument.kind() == SqlType.Kind.DECIMAL ? argument.scale() : 0, call.type(), payer, from, count);
            default -> throw new AssertionError(first);
        };
    }

    /** Forgets all groups. */
    void clear() {
        keys.clear();
        for (Accumulator accumulator : accumulators) {
            accumulator.clear();
        }
    }

    @Override
    public void close() {
        keys.close();
        for (Accumulator accumulator : accumulators) {
            if (accumulator != null) {
                accumulator.close();
            }
        }
    }
}
