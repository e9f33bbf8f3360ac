package io.millrace.exec.expression.support;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.Selection;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A deterministic function that gives NULL where an argument is NULL. Subclasses compute rows that are selected and have no NULL; everything around
 * that is here: NULL constants, constants (computed once), one dictionary beside constants (computed once an entry, and the last dictionary's
 * result kept; only for entries that selected rows name, should computing all of them raise an error), merged validity.
 */
public abstract class StrictEvaluator implements Evaluator {
    protected final SqlType type;
    protected final BufferAllocator allocator;
    private final List<Evaluator> arguments;
    private final EntryCache cache = new EntryCache();

    /** Owns {@code arguments}. */
    protected StrictEvaluator(SqlType type, List<Evaluator> arguments, EvaluationContext context) {
        this.type = type;
        this.arguments = List.copyOf(arguments);
        this.allocator = context.allocator();
    }

    /**
     * The function at {@code rows}, at which no operand is NULL; a column of {@code rows.length()} values, any encoding, owned by the caller, undefined
     * at other rows. It may have NULLs of its own. Operands may be read at {@code rows} only.
     */
    protected abstract Column compute(Operand[] operands, Rows rows);

    @Override
    public final Column evaluate(Batch input, Selection selection) {
        List<Column> columns = Arguments.evaluate(arguments, input, selection);
        try {
            int length = input.physicalRows();
            int constants = 0;
            int dictionary = -1;
            for (int i = 0; i < columns.size(); i++) {
                Column column = columns.get(i);
                if (Validity.isNullConstant(column)) {
                    return Validity.nulls(allocator, type, length);
                }
                if (column instanceof ConstantColumn) {
                    constants++;
                } else if (column instanceof DictionaryColumn) {
                    dictionary = i;
                }
            }
            Rows rows = Rows.of(length, selection);
            if (rows.count() == 0) {
                return Validity.nulls(allocator, type, length);
            }
            if (constants == columns.size()) {
                return constant(columns, length);
            }
            if (dictionary >= 0 && constants == columns.size() - 1) {
                Column result = byEntry(columns, dictionary, rows);
                if (result != null) {
                    return result;
                }
            }
            return byRow(columns, rows);
        } finally {
            Arguments.close(columns);
        }
    }

    private static Operand[] operands(List<Column> columns) {
        Operand[] operands = new Operand[columns.size()];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = new Operand(columns.get(i));
        }
        return operands;
    }

    private Column constant(List<Column> columns, int length) {
        List<Column> values = columns.stream().map(column -> ((ConstantColumn) column).value()).toList();
        Column one = compute(operands(values), Rows.all(1));
        if (one instanceof ConstantColumn constant) {
            return new ConstantColumn(constant.value(), length);
        }
        try (one) {
            return new ConstantColumn(one.flatten(allocator), length);
        }
    }

    private Column byRow(List<Column> columns, Rows rows) {
        ArrowBuf validity = Validity.merge(allocator, rows.length(), columns);
        try {
            Rows valid = rows.where(Validity.address(validity));
            if (valid.count() == 0) {
                return Validity.nulls(allocator, type, rows.length());
            }
            return Validity.restrict(allocator, compute(operands(columns), valid), validity);
        } finally {
            if (validity != null) {
                validity.close();
            }
        }
    }

    /** Null if it is not worth it. */
    private Column byEntry(List<Column> columns, int index, Rows rows) {
        DictionaryColumn dictionary = (DictionaryColumn) columns.get(index);
        Operand[] operands = operands(columns);
        operands[index] = new Operand(dictionary.dictionary());
        for (int i = 0; i < operands.length; i++) {
            cache.expect(i, operands.length, i == index ? dictionary.dictionary() : ((ConstantColumn) columns.get(i)).value());
        }
        int entries = dictionary.dictionary().length();
        if (entries == 0 || entries > 2 * rows.count() && !cache.holds()) {
            return null;
        }
        Column cached = cache.get(() -> flat(compute(operands, Rows.all(entries))));
        if (cached != null) {
            return decode(dictionary, cached.retain(), rows);
        }
        Rows named = namedEntries(dictionary, rows);
        if (named.count() == 0) {
            return Validity.nulls(allocator, type, rows.length());
        }
        return decode(dictionary, flat(compute(operands, named)), rows);
    }

    private Column flat(Column column) {
        try (column) {
            return column.flatten(allocator);
        }
    }

    /** Entries that selected rows which are not NULL name. */
    private static Rows namedEntries(DictionaryColumn dictionary, Rows rows) {
        int entries = dictionary.dictionary().length();
        boolean[] named = new boolean[entries];
        Rows valid = rows.where(dictionary.validityAddress);
        for (int k = 0; k < valid.count(); k++) {
            named[dictionary.codeAt(valid.at(k))] = true;
        }
        int[] positions = new int[entries];
        int count = 0;
        for (int i = 0; i < entries; i++) {
            if (named[i]) {
                positions[count++] = i;
            }
        }
        return new Rows(entries, positions, count);
    }

    /** Values by code: a dictionary again for strings, flat for what is as short as a code. Takes over {@code values}. */
    private Column decode(DictionaryColumn dictionary, Column values, Rows rows) {
        try (values) {
            boolean keep = type.layout() == Layout.BINARY || type.layout() == Layout.INT128;
            if (keep && !values.mayHaveNulls()) {
                dictionary.codes().getReferenceManager().retain();
                if (dictionary.validity() != null) {
                    dictionary.validity().getReferenceManager().retain();
                }
                return new DictionaryColumn(rows.length(), dictionary.codes(), dictionary.validity(), values.retain());
            }
            int[] positions = new int[rows.length()];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = dictionary.isNull(i) ? -1 : dictionary.codeAt(i);
            }
            if (!keep) {
                return values.gather(allocator, positions, positions.length);
            }
            return withNullEntries(dictionary, values, positions);
        }
    }

    private Column withNullEntries(DictionaryColumn dictionary, Column values, int[] positions) {
        ArrowBuf validity = Buffers.allocateOnes(allocator, positions.length);
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] < 0 || values.isNull(positions[i])) {
                Memory.clearBit(validity.memoryAddress(), i);
            }
        }
        dictionary.codes().getReferenceManager().retain();
        return new DictionaryColumn(positions.length, dictionary.codes(), validity, Validity.replace(values.retain(), null));
    }

    @Override
    public void close() {
        cache.close();
        Arguments.closeEvaluators(arguments);
    }
}
