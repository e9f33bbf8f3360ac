package io.millrace.storage.file.parquet;

import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;

/** Turns the footer's flat list of schema elements into {@link ParquetNode}s, lists in all their historical forms included. */
final class SchemaReader {
    private static final int DEPTH_MAX = 64;

    private final List<SchemaElement> elements;
    private final boolean binaryAsText;
    private int next;
    private int leaves;

    private SchemaReader(List<SchemaElement> elements, boolean binaryAsText) {
        this.elements = elements;
        this.binaryAsText = binaryAsText;
    }

    /** The top-level columns. */
    static List<ParquetNode> read(List<SchemaElement> elements, boolean binaryAsText) {
        if (elements == null || elements.isEmpty()) {
            throw new CorruptDataException("a footer without schema");
        }
        SchemaReader reader = new SchemaReader(elements, binaryAsText);
        SchemaElement root = reader.take();
        List<ParquetNode> columns = new ArrayList<>();
        for (int i = 0; i < root.getNum_children(); i++) {
            columns.add(reader.field(0, 0, 1));
        }
        if (reader.next != elements.size()) {
            throw new CorruptDataException("a schema of " + elements.size() + " elements of which " + reader.next + " belong to columns");
        }
        return columns;
    }

    private SchemaElement take() {
        if (next == elements.size()) {
            throw new CorruptDataException("a schema that ends early");
        }
        return elements.get(next++);
    }

    /** The next element as a member of a row: a bare repeated one is a list of required elements. */
    private ParquetNode field(int definition, int repetition, int depth) {
        SchemaElement element = peek();
        if (element.getRepetition_type() != FieldRepetitionType.REPEATED) {
            return value(definition, repetition, depth);
        }
        ParquetNode inner = repeated(definition + 1, repetition + 1, depth + 1);
        SqlType type = new SqlType(SqlType.Kind.ARRAY, 0, 0, List.of(new Field("element", inner.type(), false)));
        return new ParquetNode.ListOf(element.getName(), type, false, id(element), definition, definition + 1, repetition + 1, inner);
    }

    private SchemaElement peek() {
        SchemaElement element = take();
        next--;
        return element;
    }

    /** The next element, not repeated; the levels are those of what is around it. */
    private ParquetNode value(int outerDefinition, int repetition, int depth) {
        SchemaElement element = take();
        boolean optional = element.getRepetition_type() == FieldRepetitionType.OPTIONAL;
        int definition = outerDefinition + (optional ? 1 : 0);
        return node(element, optional, definition, repetition, depth);
    }

    /** The next element, repeated, as the element of a list: required. The levels include the repetition. */
    private ParquetNode repeated(int definition, int repetition, int depth) {
        return node(take(), false, definition, repetition, depth);
    }

    private ParquetNode node(SchemaElement element, boolean optional, int definition, int repetition, int depth) {
        if (depth > DEPTH_MAX) {
            throw new CorruptDataException("a schema nested deeper than " + DEPTH_MAX);
        }
        if (element.isSetType()) {
            LeafTypes.Resolved resolved = LeafTypes.resolve(element, binaryAsText);
            return new ParquetNode.Leaf(
                    element.getName(), optional, id(element), leaves++, repetition, definition, resolved.leaf(), resolved.unsupported());
        }
        if (element.getNum_children() <= 0 || element.getNum_children() > elements.size()) {
            throw new CorruptDataException("a group " + element.getName() + " of " + element.getNum_children() + " members");
        }
        if (isList(element) && element.getNum_children() == 1 && peek().getRepetition_type() == FieldRepetitionType.REPEATED) {
            return list(element, optional, definition, repetition, depth);
        }
        if (isMap(element) && element.getNum_children() == 1 && isKeyValue(peek())) {
            return map(element, optional, definition, repetition, depth);
        }
        return row(element, optional, definition, repetition, depth);
    }

    private ParquetNode.Row row(SchemaElement element, boolean optional, int definition, int repetition, int depth) {
        List<ParquetNode> children = new ArrayList<>();
        for (int i = 0; i < element.getNum_children(); i++) {
            children.add(field(definition, repetition, depth + 1));
        }
        SqlType type = SqlType.row(children.stream().map(ParquetNode::field).toList());
        return new ParquetNode.Row(element.getName(), type, optional, id(element), definition, children);
    }

    /** The rules of the format's LogicalTypes page, "Lists", for telling three-level lists from older two-level ones. */
    private ParquetNode list(SchemaElement list, boolean optional, int definition, int repetition, int depth) {
        SchemaElement middle = peek();
        boolean elementIsRepeated = middle.isSetType()
                || middle.getNum_children() != 1
                || middle.getName().equals("array")
                || middle.getName().equals(list.getName() + "_tuple")
                || next + 1 < elements.size() && elements.get(next + 1).getRepetition_type() == FieldRepetitionType.REPEATED;
        ParquetNode inner;
        if (elementIsRepeated) {
            inner = repeated(definition + 1, repetition + 1, depth + 1);
        } else {
            take();
            inner = value(definition + 1, repetition + 1, depth + 1);
        }
        SqlType type = new SqlType(SqlType.Kind.ARRAY, 0, 0, List.of(new Field("element", inner.type(), inner.nullable())));
        return new ParquetNode.ListOf(list.getName(), type, optional, id(list), definition, definition + 1, repetition + 1, inner);
    }

    private ParquetNode map(SchemaElement map, boolean optional, int definition, int repetition, int depth) {
        SchemaElement entries = take();
        ParquetNode key = field(definition + 1, repetition + 1, depth + 1);
        ParquetNode value = field(definition + 1, repetition + 1, depth + 1);
        Field keyField = new Field("key", key.type(), key.nullable());
        Field valueField = new Field("value", value.type(), value.nullable());
        ParquetNode.Row entry = new ParquetNode.Row(
                entries.getName(), SqlType.row(List.of(keyField, valueField)), false, -1, definition + 1, List.of(key, value));
        SqlType type = new SqlType(SqlType.Kind.MAP, 0, 0, List.of(keyField, valueField));
        return new ParquetNode.ListOf(map.getName(), type, optional, id(map), definition, definition + 1, repetition + 1, entry);
    }

    private static boolean isKeyValue(SchemaElement entries) {
        return entries.getRepetition_type() == FieldRepetitionType.REPEATED && !entries.isSetType() && entries.getNum_children() == 2;
    }

    private static boolean isList(SchemaElement element) {
        return element.isSetLogicalType() && element.getLogicalType().isSetLIST() || element.getConverted_type() == ConvertedType.LIST;
    }

    private static boolean isMap(SchemaElement element) {
        return element.isSetLogicalType() && element.getLogicalType().isSetMAP()
                || element.getConverted_type() == ConvertedType.MAP
                || element.getConverted_type() == ConvertedType.MAP_KEY_VALUE;
    }

    private static int id(SchemaElement element) {
        return element.isSetField_id() ? element.getField_id() : -1;
    }
}
