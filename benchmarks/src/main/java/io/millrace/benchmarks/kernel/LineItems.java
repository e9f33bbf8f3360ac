package io.millrace.benchmarks.kernel;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Columns of TPC-H's lineitem with its distributions, decoded: a date as int32, decimals as int64, flags as codes over their values. */
final class LineItems {
    static final int ROWS = 6_000_000;
    static final int DATE = 0;
    static final int DISCOUNT = 1;
    static final int QUANTITY = 2;
    static final int PRICE = 3;
    static final int TAX = 4;
    static final int RETURN_FLAG = 5;
    static final int LINE_STATUS = 6;

    /** 1992-01-02 and 1998-12-01, in days since 1970. */
    static final int FIRST_DAY = 8036;

    static final int LAST_DAY = 10561;

    static final SqlType MONEY = SqlType.decimal(15, 2);

    static final Schema SCHEMA = new Schema(List.of(
            new Field("l_shipdate", SqlType.DATE, false), new Field("l_discount", MONEY, false), new Field("l_quantity", MONEY, false),
            new Field("l_extendedprice", MONEY, false), new Field("l_tax", MONEY, false), new Field("l_returnflag", SqlType.VARCHAR, false),
            new Field("l_linestatus", SqlType.VARCHAR, false)));

    private LineItems() {}

    /** Owned by the caller. */
    static List<Batch> batches(BufferAllocator allocator) {
        SplittableRandom random = new SplittableRandom(1);
        List<Batch> batches = new ArrayList<>();
        try (Column flags = strings(allocator, "A", "N", "R");
                Column states = strings(allocator, "F", "O")) {
            for (int from = 0; from < ROWS; from += KernelEngine.BATCH_ROWS) {
                batches.add(batch(allocator, random, Math.min(KernelEngine.BATCH_ROWS, ROWS - from), flags, states));
            }
        }
        return batches;
    }

    private static Batch batch(BufferAllocator allocator, SplittableRandom random, int rows, Column flags, Column states) {
        ArrowBuf dates = Buffers.allocate(allocator, 4L * rows);
        ArrowBuf[] numbers = new ArrowBuf[4];
        for (int c = 0; c < numbers.length; c++) {
            numbers[c] = Buffers.allocate(allocator, 8L * rows);
        }
        ArrowBuf flagCodes = Buffers.allocate(allocator, 4L * rows);
        ArrowBuf stateCodes = Buffers.allocate(allocator, 4L * rows);
        for (int i = 0; i < rows; i++) {
            int day = random.nextInt(FIRST_DAY, LAST_DAY);
            Memory.putInt(dates.memoryAddress() + 4L * i, day);
            Memory.putLong(numbers[0].memoryAddress() + 8L * i, random.nextInt(11));
            int quantity = random.nextInt(1, 51);
            Memory.putLong(numbers[1].memoryAddress() + 8L * i, 100L * quantity);
            Memory.putLong(numbers[2].memoryAddress() + 8L * i, (long) quantity * random.nextInt(90_000, 210_000));
            Memory.putLong(numbers[3].memoryAddress() + 8L * i, random.nextInt(9));
            // As in TPC-H, what was shipped before a day in 1995 has come back or has not, and is finished
            boolean old = day < 9298;
            Memory.putInt(flagCodes.memoryAddress() + 4L * i, old ? 2 * random.nextInt(2) : 1);
            Memory.putInt(stateCodes.memoryAddress() + 4L * i, old || day < 9302 ? 0 : 1);
        }
        List<Column> columns = new ArrayList<>();
        columns.add(new FixedColumn(SqlType.DATE, rows, dates, null));
        for (ArrowBuf values : numbers) {
            columns.add(new FixedColumn(MONEY, rows, values, null));
        }
        columns.add(new DictionaryColumn(rows, flagCodes, null, flags.retain()));
        columns.add(new DictionaryColumn(rows, stateCodes, null, states.retain()));
        return Batch.of(columns, rows);
    }

    private static Column strings(BufferAllocator allocator, String... values) {
        try (ColumnBuilder builder = new ColumnBuilder(allocator, SqlType.VARCHAR, values.length)) {
            for (String value : values) {
                builder.appendString(value);
            }
            Column column = builder.buildAndClose();
            assert column instanceof BinaryColumn;
            return column;
        }
    }

    /** Address of a column's values, or of its codes. */
    static long address(Batch batch, int column) {
        return switch (batch.column(column)) {
            case FixedColumn fixed -> fixed.dataAddress;
            case DictionaryColumn coded -> coded.codesAddress;
            default -> throw new AssertionError(column);
        };
    }
}
