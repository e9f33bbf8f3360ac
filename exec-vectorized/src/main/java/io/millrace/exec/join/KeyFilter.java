package io.millrace.exec.join;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Selection;
import io.millrace.common.batch.Values;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.plan.ColumnPredicate;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Hashing;
import io.millrace.exec.pipeline.Cancellation;
import io.millrace.exec.scan.RuntimeFilter;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One integer key column of a build side as a filter for the scan that gives the probe's key: a bitmap of the keys where their range is narrow enough,
 * else a Bloom filter whose bits of one key lie in one word (Putze, Sanders, Singler, "Cache-, Hash- and Space-Efficient Bloom Filters", 2007).
 */
final class KeyFilter implements RuntimeFilter, AutoCloseable {
    /** A bitmap may take so many bits a key. */
    private static final long BITMAP_BITS_PER_KEY = 64;

    private static final long BITMAP_BITS_MAX = 1L << 28;
    /** A bitmap of so many bits is made however few the keys are: it tells exactly, and keys that come in order find it in the cache. */
    private static final long BITMAP_BITS_MIN = 1L << 23;
    private static final int BLOOM_KEYS_MAX = 1 << 24;
    private static final int CHECK_ROWS = 1 << 16;

    private final int column;
    private final int storedKey;
    private final BufferAllocator allocator;
    private ArrowBuf bits;
    private long address;
    private boolean exact;
    private long min;
    private long max;
    private long wordMask;
    private boolean filled;
    private boolean empty;
    private Object lower;
    private Object upper;

    /** {@code column}: of the scan's output; {@code storedKey}: of the build side's stored columns. */
    KeyFilter(int column, int storedKey, BufferAllocator allocator) {
        this.column = column;
        this.storedKey = storedKey;
        this.allocator = allocator;
    }

    static boolean takes(SqlType type) {
        return type.layout() == Layout.INT32 || type.layout() == Layout.INT64;
    }

    /** Reads the keys of the build side; called once. */
    void fill(JoinTable table, Cancellation cancellation) {
        FixedColumn keys = (FixedColumn) table.column(storedKey);
        int minRow = -1;
        int maxRow = -1;
        for (int row = 0; row < table.rows(); row++) {
            if (keys.isNull(row)) {
                continue;
            }
            long value = value(keys, row);
            if (minRow < 0 || value < min) {
                min = value;
                minRow = row;
            }
            if (maxRow < 0 || value > max) {
                max = value;
                maxRow = row;
            }
        }
        cancellation.check();
        filled = true;
        empty = minRow < 0;
        if (empty) {
            return;
        }
        lower = Values.read(keys, minRow);
        upper = Values.read(keys, maxRow);
        long range = max - min;
        exact = range >= 0 && range < BITMAP_BITS_MAX && range < Math.max(BITMAP_BITS_MIN, BITMAP_BITS_PER_KEY * table.rows());
        if (exact) {
            bits = Buffers.allocateZeroed(allocator, Memory.bitmapBytes((int) range + 1));
        } else if (table.rows() <= BLOOM_KEYS_MAX) {
            long words = Long.highestOneBit(Math.max(16, table.rows() / 2));
            wordMask = words - 1;
            bits = Buffers.allocateZeroed(allocator, 8 * words);
        } else {
            return;
        }
        address = bits.memoryAddress();
        for (int row = 0; row < table.rows(); row++) {
            if (row % CHECK_ROWS == 0) {
                cancellation.check();
            }
            if (keys.isNull(row)) {
                continue;
            }
            long value = value(keys, row);
            if (exact) {
                Memory.setBit(address, (int) (value - min));
            } else {
                long hash = Hashing.hashLong(value);
                long at = address + 8 * (hash >>> 32 & wordMask);
                Memory.putLong(at, Memory.getLong(at) | pattern(hash));
            }
        }
    }

    private static long value(FixedColumn keys, int row) {
        return keys.type().layout() == Layout.INT32 ? keys.intAt(row) : keys.longAt(row);
    }

    private static long pattern(long hash) {
        return 1L << (hash & 63) | 1L << (hash >>> 6 & 63) | 1L << (hash >>> 12 & 63);
    }

    @Override
    public int column() {
        return column;
    }

    @Override
    public boolean useful() {
        return filled;
    }

    @Override
    public boolean rejectsAll() {
        return empty;
    }

    @Override
    public ColumnPredicate range(int tableColumn) {
        return empty ? null : new ColumnPredicate.Range(tableColumn, lower, true, upper, true);
    }

    @Override
    public Selection select(Column keys, Selection selection) {
        if (bits == null) {
            return selection;
        }
        return switch (keys) {
            case ConstantColumn constant ->
                    !constant.mayHaveNulls() && mayMatch(value((FixedColumn) constant.value(), 0)) ? selection
                            : new Selection(new int[0], 0);
            case DictionaryColumn dictionary -> selectCodes(dictionary, selection);
            case FixedColumn fixed -> selectValues(fixed, selection);
            default -> throw new AssertionError(keys.type());
        };
    }

    private boolean mayMatch(long value) {
        if (value < min || value > max) {
            return false;
        }
        if (exact) {
            return Memory.bit(address, (int) (value - min));
        }
        long hash = Hashing.hashLong(value);
        long pattern = pattern(hash);
        return (Memory.getLong(address + 8 * (hash >>> 32 & wordMask)) & pattern) == pattern;
    }

    private Selection selectCodes(DictionaryColumn keys, Selection selection) {
        FixedColumn values = (FixedColumn) keys.dictionary();
        int count = selection == null ? keys.length() : selection.count();
        boolean[] passes = null;
        if (values.length() <= count) {
            passes = new boolean[values.length()];
            for (int code = 0; code < passes.length; code++) {
                passes[code] = mayMatch(value(values, code));
            }
        }
        int[] kept = new int[count];
        int n = 0;
        for (int i = 0; i < count; i++) {
            int position = selection == null ? i : selection.at(i);
            if (!keys.isNull(position)) {
                int code = keys.codeAt(position);
                if (passes == null ? mayMatch(value(values, code)) : passes[code]) {
                    kept[n++] = position;
                }
            }
        }
        return n == count ? selection : new Selection(kept, n);
    }

    private Selection selectValues(FixedColumn keys, Selection selection) {
        int count = selection == null ? keys.length() : selection.count();
        boolean nulls = keys.mayHaveNulls();
        boolean ints = keys.type().layout() == Layout.INT32;
        long data = keys.dataAddress;
        int[] kept = new int[count];
        int n = 0;
        if (exact && !nulls) {
            n = ints ? exactInts(data, selection, count, kept) : exactLongs(data, selection, count, kept);
            return n == count ? selection : new Selection(kept, n);
        }
        for (int i = 0; i < count; i++) {
            int position = selection == null ? i : selection.at(i);
            long value = ints ? Memory.getInt(data + 4L * position) : Memory.getLong(data + 8L * position);
            kept[n] = position;
            if (mayMatch(value) && !(nulls && keys.isNull(position))) {
                n++;
            }
        }
        return n == count ? selection : new Selection(kept, n);
    }

    private int exactInts(long data, Selection selection, int count, int[] kept) {
        int[] positions = selection == null ? null : selection.positions();
        long base = address;
        long start = min;
        long range = max - min;
        int n = 0;
        for (int i = 0; i < count; i++) {
            int position = positions == null ? i : positions[i];
            kept[n] = position;
            n += bitOf(base, Memory.getInt(data + 4L * position) - start, range);
        }
        return n;
    }

    private int exactLongs(long data, Selection selection, int count, int[] kept) {
        int[] positions = selection == null ? null : selection.positions();
        long base = address;
        long start = min;
        long range = max - min;
        int n = 0;
        for (int i = 0; i < count; i++) {
            int position = positions == null ? i : positions[i];
            kept[n] = position;
            n += bitOf(base, Memory.getLong(data + 8L * position) - start, range);
        }
        return n;
    }

    /** The bit at {@code offset}, 0 if that is not within the range; {@code range} is less than 2^31. */
    private static int bitOf(long base, long offset, long range) {
        // the sign of either is set where the offset is outside, also where the subtraction has wrapped
        long inside = ~((offset | range - offset) >> 63);
        long at = offset & inside;
        return Memory.getByte(base + (at >>> 3)) >>> (int) (at & 7) & (int) inside & 1;
    }

    @Override
    public void close() {
        if (bits != null) {
            bits.close();
            bits = null;
        }
    }
}
