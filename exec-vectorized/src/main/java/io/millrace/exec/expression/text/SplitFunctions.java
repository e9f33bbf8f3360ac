package io.millrace.exec.expression.text;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.ValueText;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Function;
import io.millrace.common.memory.Memory;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.support.Operand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Strings taken apart at separators, and put together from arrays. */
final class SplitFunctions {
    private static final String PAIR_SEPARATORS = ",，";
    private static final String KEY_SEPARATORS = ":：";

    private SplitFunctions() {}

    static void register(RowCalls calls) {
        calls.strict(Function.SPLIT_PART, SplitFunctions::splitPart);
        calls.lenient(Function.STRING_TO_ARRAY, SplitFunctions::stringToArray);
        calls.lenient(Function.ARRAY_TO_STRING, SplitFunctions::arrayToString);
        calls.strict(Function.STR_TO_MAP, SplitFunctions::stringToMap);
    }

    private static void splitPart(Operand[] arguments, int row, ColumnBuilder result) {
        long n = RowCalls.integer(arguments[2], row);
        if (n == 0) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "field position must not be zero");
        }
        long address = arguments[0].startAt(row);
        int length = arguments[0].lengthAt(row);
        long separator = arguments[1].startAt(row);
        int width = arguments[1].lengthAt(row);
        if (width == 0) {
            result.appendBytes(address, n == 1 || n == -1 ? length : 0);
            return;
        }
        if (n < 0) {
            long fields = 1;
            for (int at = Utf8.indexOf(address, length, 0, separator, width); at >= 0; at =
                    Utf8.indexOf(address, length, at + width, separator, width)) {
                fields++;
            }
            n += fields + 1;
        }
        int start = 0;
        int at = Utf8.indexOf(address, length, start, separator, width);
        for (long field = 1; field < n && at >= 0; field++) {
            start = at + width;
            at = Utf8.indexOf(address, length, start, separator, width);
            if (field + 1 == n) {
                result.appendBytes(address + start, (at < 0 ? length : at) - start);
                return;
            }
        }
        result.appendBytes(address, n == 1 ? at < 0 ? length : at : 0);
    }

    private static void stringToArray(Operand[] arguments, int row, ColumnBuilder result) {
        if (arguments[0].isNull(row)) {
            result.appendNull();
            return;
        }
        long address = arguments[0].startAt(row);
        int length = arguments[0].lengthAt(row);
        byte[] nullText = arguments.length > 2 && !arguments[2].isNull(row) ? arguments[2].bytesAt(row) : null;
        if (length == 0) {
            result.endList();
            return;
        }
        if (arguments[1].isNull(row)) {
            int width;
            for (int at = 0; at < length; at += width) {
                width = Utf8.width(Memory.getByte(address + at));
                element(address + at, width, nullText, result.child(0));
            }
            result.endList();
            return;
        }
        long separator = arguments[1].startAt(row);
        int width = arguments[1].lengthAt(row);
        int start = 0;
        for (int at = width == 0 ? -1 : Utf8.indexOf(address, length, 0, separator, width); at >= 0; at =
                Utf8.indexOf(address, length, start, separator, width)) {
            element(address + start, at - start, nullText, result.child(0));
            start = at + width;
        }
        element(address + start, length - start, nullText, result.child(0));
        result.endList();
    }

    private static void element(long address, int length, byte[] nullText, ColumnBuilder elements) {
        if (nullText != null && nullText.length == length && Utf8.matches(address, nullText, 0)) {
            elements.appendNull();
        } else {
            elements.appendBytes(address, length);
        }
    }

    private static void arrayToString(Operand[] arguments, int row, ColumnBuilder result) {
        if (arguments[0].isNull(row) || arguments[1].isNull(row)) {
            result.appendNull();
            return;
        }
        String separator = arguments[1].stringAt(row);
        String nullText = arguments.length > 2 && !arguments[2].isNull(row) ? arguments[2].stringAt(row) : null;
        List<String> parts = new ArrayList<>();
        long size = 0;
        Column elements = ((ListColumn) arguments[0].values).elements();
        int first = arguments[0].firstElementAt(row);
        for (int e = first; e < first + arguments[0].lengthAt(row); e++) {
            String part = elements.isNull(e) ? nullText : ValueText.of(elements, e);
            if (part != null) {
                parts.add(part);
                size += part.length() + separator.length();
            }
            TextBuffer.checkSize(size);
        }
        result.appendString(String.join(separator, parts));
    }

    /** Separators are sets of characters, so that ASCII and full-width ones can be mixed; of a key met twice the later value counts. */
    private static void stringToMap(Operand[] arguments, int row, ColumnBuilder result) {
        String text = arguments[0].stringAt(row);
        String pairs = arguments.length > 1 ? arguments[1].stringAt(row) : PAIR_SEPARATORS;
        String keys = arguments.length > 2 ? arguments[2].stringAt(row) : KEY_SEPARATORS;
        Map<String, String> map = new LinkedHashMap<>();
        int start = 0;
        while (start <= text.length()) {
            int end = firstOf(text, start, pairs);
            if (end > start) {
                String pair = text.substring(start, end);
                int middle = firstOf(pair, 0, keys);
                boolean keyOnly = middle == pair.length();
                map.put(pair.substring(0, middle),
                        keyOnly ? null : pair.substring(middle + Character.charCount(pair.codePointAt(middle))));
            }
            start = end == text.length() ? end + 1 : end + Character.charCount(text.codePointAt(end));
        }
        map.forEach((key, value) -> {
            ColumnBuilder entries = result.child(0);
            entries.child(0).appendString(key);
            if (value == null) {
                entries.child(1).appendNull();
            } else {
                entries.child(1).appendString(value);
            }
            entries.endRow();
        });
        result.endList();
    }

    private static int firstOf(String text, int from, String set) {
        int at = from;
        while (at < text.length() && set.indexOf(text.codePointAt(at)) < 0) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }
}
