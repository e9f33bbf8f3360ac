package io.millrace.storage.file.parquet;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Takes a top-level column apart into its leaves with repetition and definition levels (Dremel, VLDB 2010, section 4.2). */
final class ColumnShredder {
    private final Node root;
    private final List<LeafWriter> leaves = new ArrayList<>();
    private final List<ColumnDescriptor> descriptors = new ArrayList<>();

    /** One node: a leaf has a writer; a list has one child, its element; a row has several. */
    private record Node(String name, boolean optional, LeafWriter leaf, boolean list, int definition, int repetition,
            List<Node> children) {}

    ColumnShredder(MessageType message, Type column, SqlType type) {
        this.root = node(message, List.of(), column, type);
    }

    private Node node(MessageType message, List<String> outer, Type node, SqlType type) {
        List<String> path = new ArrayList<>(outer);
        path.add(node.getName());
        String[] names = path.toArray(String[]::new);
        int definition = message.getMaxDefinitionLevel(names);
        int repetition = message.getMaxRepetitionLevel(names);
        boolean optional = node.isRepetition(Type.Repetition.OPTIONAL);
        if (node.isPrimitive()) {
            ColumnDescriptor descriptor = message.getColumnDescription(names);
            LeafWriter leaf = new LeafWriter(descriptor, type);
            leaves.add(leaf);
            descriptors.add(descriptor);
            return new Node(node.getName(), optional, leaf, false, definition, repetition, List.of());
        }
        GroupType group = node.asGroupType();
        if (type.kind() == SqlType.Kind.ROW) {
            return new Node(node.getName(), optional, null, false, definition, repetition, members(message, path, group, type));
        }
        GroupType entries = group.getType(0).asGroupType();
        List<String> entriesPath = new ArrayList<>(path);
        entriesPath.add(entries.getName());
        Node element;
        if (type.kind() == SqlType.Kind.MAP) {
            element = new Node(entries.getName(), false, null, false, definition + 1, repetition + 1,
                    members(message, entriesPath, entries, type));
        } else {
            element = node(message, entriesPath, entries.getType(0), type.element());
        }
        return new Node(node.getName(), optional, null, true, definition, repetition, List.of(element));
    }

    private List<Node> members(MessageType message, List<String> path, GroupType group, SqlType type) {
        List<Node> members = new ArrayList<>();
        for (int i = 0; i < type.fields().size(); i++) {
            members.add(node(message, path, group.getType(i), type.fields().get(i).type()));
        }
        return members;
    }

    /** Before each row group. */
    void target(ColumnWriteStore store) {
        for (int i = 0; i < leaves.size(); i++) {
            leaves.get(i).target(store.getColumnWriter(descriptors.get(i)));
        }
    }

    void endBatch() {
        leaves.forEach(LeafWriter::endBatch);
    }

    /** Writes rows {@code from .. to} of the selection (or of the column); nested columns are flat or constant. */
    void write(Column column, int[] positions, int from, int to) {
        if (root.leaf() != null) {
            root.leaf().writeFlat(column, positions, from, to);
            return;
        }
        for (int i = from; i < to; i++) {
            write(root, column, positions == null ? i : positions[i], 0);
        }
    }

    private void write(Node node, Column column, int position, int repetition) {
        if (column instanceof ConstantColumn constant) {
            write(node, constant.value(), 0, repetition);
        } else if (column.isNull(position)) {
            if (!node.optional()) {
                throw LeafWriter.notNull(node.name());
            }
            writeAbsent(node, repetition, node.definition() - 1);
        } else if (node.leaf() != null) {
            node.leaf().write(column, position, repetition, node.definition());
        } else if (node.list()) {
            ListColumn list = (ListColumn) column;
            Node element = node.children().get(0);
            if (list.startAt(position) == list.endAt(position)) {
                writeAbsent(element, repetition, node.definition());
            }
            for (int e = list.startAt(position); e < list.endAt(position); e++) {
                write(element, list.elements(), e, e == list.startAt(position) ? repetition : node.repetition() + 1);
            }
        } else {
            RowColumn row = (RowColumn) column;
            for (int i = 0; i < node.children().size(); i++) {
                write(node.children().get(i), row.child(i), position, repetition);
            }
        }
    }

    private static void writeAbsent(Node node, int repetition, int definition) {
        if (node.leaf() != null) {
            node.leaf().writeNull(repetition, definition);
        } else {
            node.children().forEach(child -> writeAbsent(child, repetition, definition));
        }
    }
}
