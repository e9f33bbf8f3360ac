package io.millrace.exec.kernel;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.memory.Memory;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.SqlType;
import java.util.List;

/**
 * Compares values at positions of two columns of one type, in any encoding: for sorting, merging and grouping. Make one per key and keep it; it is
 * immutable and shared freely. The order: false before true, numbers and times by value with -0.0 = 0.0 and NaN last and equal to itself, strings by
 * bytes (code points), CHAR without trailing spaces, arrays and rows by their first difference, maps by their entries in order of keys.
 */
public abstract sealed class Comparison {
    private final int direction;
    private final int nullFirst;

    private Comparison(boolean descending, boolean nullsFirst) {
        this.direction = descending ? -1 : 1;
        this.nullFirst = nullsFirst ? -1 : 1;
    }

    /** The ascending order of a type, NULL last. */
    public static Comparison of(SqlType type) {
        return of(type, false, false);
    }

    public static Comparison of(SqlType type, SortKey key) {
        return of(type, key.descending(), key.nullsFirst());
    }

    public static Comparison of(SqlType type, boolean descending, boolean nullsFirst) {
        return switch (type.layout()) {
            case BIT -> new Bits(descending, nullsFirst);
            case INT32 -> new Ints(descending, nullsFirst);
            case INT64 -> new Longs(descending, nullsFirst);
            case INT128 -> new Int128s(descending, nullsFirst);
            case FLOAT64 -> new Doubles(descending, nullsFirst);
            case BINARY -> type.kind() == SqlType.Kind.CHAR ? new Padded(descending, nullsFirst) : new Binaries(descending, nullsFirst);
            case LIST -> type.kind() == SqlType.Kind.MAP ? new Maps(type, descending, nullsFirst) : new Lists(type, descending, nullsFirst);
            case ROW -> new Rows(type, descending, nullsFirst);
        };
    }

    /** Negative, zero or positive as {@code a[i]} comes before, with or after {@code b[j]} in this order, NULLs placed as asked and equal. */
    public final int compare(Column a, int i, Column b, int j) {
        boolean leftNull = a.isNull(i);
        boolean rightNull = b.isNull(j);
        if (leftNull || rightNull) {
            return leftNull == rightNull ? 0 : leftNull ? nullFirst : -nullFirst;
        }
        return direction * compareValues(plain(a), index(a, i), plain(b), index(b, j));
    }

    /** Whether the two are not distinct: equal, or both NULL. */
    public final boolean equal(Column a, int i, Column b, int j) {
        boolean leftNull = a.isNull(i);
        boolean rightNull = b.isNull(j);
        if (leftNull || rightNull) {
            return leftNull == rightNull;
        }
        return equalValues(plain(a), index(a, i), plain(b), index(b, j));
    }

    /** Whether the two are equal and neither is NULL, as {@code =} in a join condition. */
    public final boolean equalAndNotNull(Column a, int i, Column b, int j) {
        return !a.isNull(i) && !b.isNull(j) && equalValues(plain(a), index(a, i), plain(b), index(b, j));
    }

    private static Column plain(Column column) {
        return switch (column) {
            case ConstantColumn constant -> constant.value();
            case DictionaryColumn dictionary -> dictionary.dictionary();
            case FixedColumn fixed -> fixed;
            case BinaryColumn binary -> binary;
            case ListColumn list -> list;
            case RowColumn row -> row;
        };
    }

    private static int index(Column column, int position) {
        return switch (column) {
            case ConstantColumn constant -> 0;
            case DictionaryColumn dictionary -> dictionary.codeAt(position);
            case FixedColumn fixed -> position;
            case BinaryColumn binary -> position;
            case ListColumn list -> position;
            case RowColumn row -> position;
        };
    }

    /** Negative, zero or positive in ascending order; the columns are flat and neither value is NULL. */
    abstract int compareValues(Column a, int i, Column b, int j);

    boolean equalValues(Column a, int i, Column b, int j) {
        return compareValues(a, i, b, j) == 0;
    }

    /** The order of two doubles: NaN last and equal to itself, -0.0 equal to 0.0. */
    public static int compareDoubles(double a, double b) {
        return a < b ? -1 : a > b ? 1 : a == b ? 0 : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
    }

    private static final class Bits extends Comparison {
        Bits(boolean descending, boolean nullsFirst) {
            super(descending, nullsFirst);
        }

        @Override
        int compareValues(Column a, int i, Column b, int j) {
            return Boolean.compare(Memory.bit(((FixedColumn) a).dataAddress, i), Memory.bit(((FixedColumn) b).dataAddress, j));
        }
    }

    private static final class Ints extends Comparison {
        Ints(boolean descending, boolean nullsFirst) {
            super(descending, nullsFirst);
        }

        @Override
        int compareValues(Column a, int i, Column b, int j) {
            return Integer.compare(Memory.getInt(((FixedColumn) a).dataAddress + 4L * i),
                    Memory.getInt(((FixedColumn) b).dataAddress + 4L * j));
        }
    }

    private static final class Longs extends Comparison {
        Longs(boolean descending, boolean nullsFirst) {
            super(descending, nullsFirst);
        }

        @Override
        int compareValues(Column a, int i, Column b, int j) {
            return Long.compare(Memory.getLong(((FixedColumn) a).dataAddress + 8L * i),
                    Memory.getLong(((FixedColumn) b).dataAddress + 8L * j));
        }
    }

    private static final class Int128s extends Comparison {
        Int128s(boolean descending, boolean nullsFirst) {
            super(descending, nullsFirst);
        }

        @Override
        int compareValues(Column a, int i, Column b, int j) {
            long left = ((FixedColumn) a).dataAddress + 16L * i;
            long right = ((FixedColumn) b).dataAddress + 16L * j;
            int high = Long.compare(Memory.getLong(left + 8), Memory.getLong(right + 8));
            return high != 0 ? high : Long.compareUnsigned(Memory.getLong(left), Memory.getLong(right));
        }
    }

    private static final class Doubles extends Comparison {
        Doubles(boolean descending, boolean nullsFirst) {
            super(descending, nullsFirst);
        }

        @Override
        int compareValues(Column a, int i, Column b, int j) {
            return compareDoubles(
                    Memory.getDouble(((FixedColumn) a).dataAddress + 8L * i), Memory.getDouble(((FixedColumn) b).dataAddress + 8L * j));
        }
    }

    private static final class Binaries extends Comparison {
        Binaries(boolean descending, boolean nullsFirst) {
            super(descending, nullsFirst);
        }

        @Override
        int compareValues(Column a, int i, Column b, int j) {
            BinaryColumn left = (BinaryColumn) a;
            BinaryColumn right = (BinaryColumn) b;
            return Memory.compare(left.startAt(i), left.lengthAt(i), right.startAt(j), right.lengthAt(j));
        }

        @Override
        boolean equalValues(Column a, int i, Column b, int j) {
            BinaryColumn left = (BinaryColumn) a;
            BinaryColumn right = (BinaryColumn) b;
            int length = left.lengthAt(i);
            return length == right.lengthAt(j) && Memory.equal(left.startAt(i), right.startAt(j), length);
        }
    }

    private static final class Padded extends Comparison {
        Padded(boolean descending, boolean nullsFirst) {
            super(descending, nullsFirst);
        }

        @Override
        int compareValues(Column a, int i, Column b, int j) {
            long left = ((BinaryColumn) a).startAt(i);
            long right = ((BinaryColumn) b).startAt(j);
            return Memory.compare(
                    left, Bytes.trimmedLength(left, ((BinaryColumn) a).lengthAt(i)), right,
                    Bytes.trimmedLength(right, ((BinaryColumn) b).lengthAt(j)));
        }
    }

    private static final class Lists extends Comparison {
        private final Comparison element;

        Lists(SqlType type, boolean descending, boolean nullsFirst) {
            super(descending, nullsFirst);
            this.element = of(type.element());
        }

        @Override
        int compareValues(Column a, int i, Column b, int j) {
            ListColumn left = (ListColumn) a;
            ListColumn right = (ListColumn) b;
            int leftCount = left.endAt(i) - left.startAt(i);
            int rightCount = right.endAt(j) - right.startAt(j);
            for (int e = 0; e < Math.min(leftCount, rightCount); e++) {
                int order = element.compare(left.elements(), left.startAt(i) + e, right.elements(), right.startAt(j) + e);
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(leftCount, rightCount);
        }
    }

    private static final class Maps extends Comparison {
        private final Comparison key;
        private final Comparison value;

        Maps(SqlType type, boolean descending, boolean nullsFirst) {
            super(descending, nullsFirst);
            this.key = of(type.fields().get(0).type());
            this.value = of(type.fields().get(1).type());
        }

        @Override
        int compareValues(Column a, int i, Column b, int j) {
            RowColumn left = (RowColumn) ((ListColumn) a).elements();
            RowColumn right = (RowColumn) ((ListColumn) b).elements();
            int[] leftOrder = byKey((ListColumn) a, i);
            int[] rightOrder = byKey((ListColumn) b, j);
            for (int e = 0; e < Math.min(leftOrder.length, rightOrder.length); e++) {
                int order = key.compare(left.child(0), leftOrder[e], right.child(0), rightOrder[e]);
                if (order == 0) {
                    order = value.compare(left.child(1), leftOrder[e], right.child(1), rightOrder[e]);
                }
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(leftOrder.length, rightOrder.length);
        }

        /** Positions of a map's entries in order of their keys; by insertion, as maps are small. */
        private int[] byKey(ListColumn map, int i) {
            Column keys = ((RowColumn) map.elements()).child(0);
            int start = map.startAt(i);
            int[] order = new int[map.endAt(i) - start];
            for (int n = 0; n < order.length; n++) {
                int at = n;
                while (at > 0 && key.compare(keys, order[at - 1], keys, start + n) > 0) {
                    order[at] = order[at - 1];
                    at--;
                }
                order[at] = start + n;
            }
            return order;
        }
    }

    private static final class Rows extends Comparison {
        private final List<Comparison> fields;

        Rows(SqlType type, boolean descending, boolean nullsFirst) {
            super(descending, nullsFirst);
            this.fields = type.fields().stream().map(f -> of(f.type())).toList();
        }

        @Override
        int compareValues(Column a, int i, Column b, int j) {
            for (int f = 0; f < fields.size(); f++) {
                int order = fields.get(f).compare(((RowColumn) a).child(f), i, ((RowColumn) b).child(f), j);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }
    }
}
