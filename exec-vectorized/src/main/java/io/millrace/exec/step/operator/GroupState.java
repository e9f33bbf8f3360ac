package io.millrace.exec.step.operator;

import io.millrace.common.plan.PlanNode.Aggregate;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.operator.aggregate.AggregateCalls;
import io.millrace.exec.step.state.KeyPages;
import io.millrace.exec.step.state.PageReader;
import io.millrace.exec.step.state.PageWriter;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import io.millrace.exec.step.time.KeyAges;
import io.millrace.exec.step.time.WindowEnds;
import java.util.Arrays;
import java.util.List;

/** What an aggregation keeps, by group: accumulators, the number of rows, when the group's window ends and when it was last touched. */
final class GroupState implements KeyPages.Owner, AutoCloseable {
    private final AggregateDefinition definition;
    final GroupTable groups;
    final AggregateCalls calls;
    final WindowEnds ends = new WindowEnds();
    /** Null if groups stay. */
    final KeyAges ages;
    final KeyPages pages;
    long[] rowCounts = new long[0];
    /** Of groups that are there without rows. */
    boolean[] always = new boolean[0];
    /** The step that has touched a group last, 0 before; -1: its window is closing. */
    int[] touchedIn = new int[0];

    GroupState(OperatorContext context, int number, AggregateDefinition definition) {
        this.definition = definition;
        this.ages = definition.ttlMicros() == Long.MAX_VALUE ? null : new KeyAges(definition.ttlMicros());
        Aggregate node = definition.node();
        List<SqlType> keyTypes = node.keys().stream().map(node.input().schema()::type).toList();
        this.groups = new GroupTable(context.allocator(), keyTypes, node.keys(), node.groupingSets());
        this.calls = new AggregateCalls(context.allocator(), node, definition.appendOnly(), groups::setOf);
        this.pages = new KeyPages(
                memoryOnly() == null ? context.pages() : null, number, 0, groups.table(), definition.bound() == null ? null : this::boundAt,
                this);
        groups.setPages(pages);
    }

    /** Why it stays in memory, or null. */
    String memoryOnly() {
        boolean ofAllRows = definition.node().groupingSets().stream().anyMatch(List::isEmpty);
        return ofAllRows && calls.keepsValues() ? "an aggregate of all rows keeps their values under one key" : null;
    }

    /** Makes room for groups that the last search added. */
    void noteAdded() {
        reserve();
        if (definition.bound() != null) {
            int[] added = groups.table().added();
            for (int i = 0; i < groups.table().addedCount(); i++) {
                listEnd(added[i]);
            }
        }
    }

    private void reserve() {
        int capacity = groups.table().capacity();
        if (rowCounts.length < capacity) {
            rowCounts = Arrays.copyOf(rowCounts, capacity);
            always = Arrays.copyOf(always, capacity);
            touchedIn = Arrays.copyOf(touchedIn, capacity);
        }
        calls.reserve(capacity, rowCounts);
    }

    private void listEnd(int group) {
        long end = boundAt(groups.table().address(group));
        if (end != KeyPages.NEVER) {
            ends.add(end, group);
        }
    }

    private long boundAt(long address) {
        int column = definition.bound().column();
        return groups.isNullAt(address, column) ? KeyPages.NEVER : definition.bound().micros(groups.longKeyAt(address, column));
    }

    /** Whether a group's window ends at or before the watermark. */
    boolean isClosed(int group, long watermark) {
        long end = boundAt(groups.table().address(group));
        return end != KeyPages.NEVER && end <= watermark;
    }

    void remove(int group) {
        groups.table().remove(group);
        calls.clear(group);
        rowCounts[group] = 0;
        always[group] = false;
        touchedIn[group] = 0;
        if (ages != null) {
            ages.forget(group);
        }
    }

    /** Call when a step is over. */
    void compact() {
        groups.table().compact();
        calls.compact();
        if (ages != null) {
            ages.compact(groups.table().size());
        }
        if (ends.isCrowded(groups.table().size())) {
            ends.clear();
            for (int group = 0; group < groups.table().limit(); group++) {
                if (groups.table().isUsed(group)) {
                    listEnd(group);
                }
            }
        }
    }

    @Override
    public void save(int group, PageWriter page) {
        page.writeLong(rowCounts[group]);
        page.writeLong(always[group] ? 1 : 0);
        if (ages != null) {
            page.writeLong(ages.touchedAt(group));
        }
        calls.save(group, page);
    }

    @Override
    public void load(int group, PageReader page) {
        reserve();
        touchedIn[group] = 0;
        rowCounts[group] = page.readLong();
        always[group] = page.readLong() == 1;
        if (ages != null) {
            long touched = page.readLong();
            if (touched != Long.MIN_VALUE) {
                ages.touch(group, touched);
            }
        }
        calls.load(group, page);
        if (definition.bound() != null) {
            listEnd(group);
        }
    }

    @Override
    public void forget(int group) {
        remove(group);
    }

    @Override
    public double liveShare() {
        return groups.table().liveShare();
    }

    @Override
    public long due(int group) {
        return ages == null ? KeyPages.NEVER : ages.dueAt(group);
    }

    @Override
    public boolean isPinned(int group) {
        return always[group];
    }

    @Override
    public long bytes() {
        return groups.table().bytes() + 13L * rowCounts.length + calls.bytes() + ends.bytes() + (ages == null ? 0 : ages.bytes());
    }

    void write(StateWriter out) {
        groups.table().write(out);
        int limit = groups.table().limit();
        out.writeLongs(rowCounts, limit);
        for (int group = 0; group < limit; group++) {
            out.writeBoolean(always[group]);
        }
        calls.write(out, limit);
        if (ages != null) {
            ages.write(out, limit);
        }
    }

    void read(StateReader in) {
        groups.table().read(in);
        noteAdded();
        int limit = groups.table().limit();
        in.readLongs(rowCounts, limit);
        for (int group = 0; group < limit; group++) {
            always[group] = in.readBoolean();
            if (definition.bound() != null && groups.table().isUsed(group)) {
                listEnd(group);
            }
        }
        calls.read(in, limit);
        if (ages != null) {
            ages.read(in, limit);
        }
        pages.adopt();
    }

    /** Takes the groups of pages: those that are always there at once. */
    void readPages(StateReader in) {
        pages.read(in);
        for (int set = 0; pages.isActive() && set < groups.sets(); set++) {
            if (definition.node().groupingSets().get(set).isEmpty()) {
                groups.emptyGroup(set);
                noteAdded();
            }
        }
    }

    @Override
    public void close() {
        groups.close();
        calls.close();
    }
}
