package io.millrace.frontend.ingest;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.storage.file.json.JsonText;
import io.millrace.storage.file.text.TextParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/** Builds batches of a table's or stream's columns from texts, row by row. A row is put together and then kept or given up as a whole. */
public final class RowTarget implements AutoCloseable {
    private static final int VALUE_TEXT_MAX = 100;

    private final Schema schema;
    private final Map<Integer, Object> defaults;
    private final List<ColumnBuilder> builders = new ArrayList<>();
    private final List<TextParser> parsers = new ArrayList<>();
    private final Map<String, Integer> byName = new HashMap<>();
    private int rows;

    /** @param defaults values, by column, of columns that a row leaves out */
    public RowTarget(Schema schema, Map<Integer, Object> defaults, BufferAllocator allocator, int expectedRows) {
        this.schema = schema;
        this.defaults = defaults;
        for (int c = 0; c < schema.size(); c++) {
            Field field = schema.field(c);
            builders.add(new ColumnBuilder(allocator, field.type(), expectedRows));
            parsers.add(JsonText.parser(field.type()));
            byName.putIfAbsent(field.name().toLowerCase(Locale.ROOT), c);
        }
        for (int c = 0; c < schema.size(); c++) {
            byName.put(schema.field(c).name(), c);
        }
    }

    /** The column of a name, exactly or else in any case; -1 if there is none. */
    int column(String name) {
        Integer exact = byName.get(name);
        return exact != null ? exact : byName.getOrDefault(name.toLowerCase(Locale.ROOT), -1);
    }

    Schema schema() {
        return schema;
    }

    /** Gives the row's value of a column. Null, or why it is not one. */
    String put(int column, byte[] text, int from, int to) {
        if (builders.get(column).length() > rows) {
            return "is given twice";
        }
        if (parsers.get(column).append(text, from, to, builders.get(column))) {
            return null;
        }
        String shown = new String(text, from, Math.min(to - from, VALUE_TEXT_MAX), StandardCharsets.UTF_8);
        return "expected " + schema.type(column) + ", found '" + shown + (to - from > VALUE_TEXT_MAX ? "…" : "") + "'";
    }

    void putNull(int column) {
        if (builders.get(column).length() == rows) {
            builders.get(column).appendNull();
        }
    }

    /** Keeps the row, its other columns at their defaults; the first NOT NULL column that is null gives it up, and is named. Null if the row is kept. */
    String keep() {
        for (int c = 0; c < builders.size(); c++) {
            if (builders.get(c).length() == rows) {
                Object value = defaults.get(c);
                if (value == null && !schema.field(c).nullable()) {
                    giveUp();
                    return schema.field(c).name();
                }
                Values.append(builders.get(c), value);
            }
        }
        rows++;
        return null;
    }

    /** Drops what the row was given. */
    void giveUp() {
        builders.forEach(builder -> builder.truncate(rows));
    }

    public int rows() {
        return rows;
    }

    /** The rows kept so far, owned by the caller. */
    public Batch build() {
        Batch batch = Batch.of(builders.stream().map(ColumnBuilder::build).toList(), rows);
        rows = 0;
        return batch;
    }

    @Override
    public void close() {
        builders.forEach(ColumnBuilder::close);
    }
}
