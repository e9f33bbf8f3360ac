package io.millrace.exec.expression.cast;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import java.util.ArrayList;
import java.util.List;

/** Text to ARRAY: PostgreSQL's {@code {1,NULL,"a b"}}, whose elements are cast in turn. */
final class ArrayParsing implements ColumnCast {
    private final FixedCast.CastTarget target;
    private final ColumnCast elements;

    /** {@code elements} casts the elements' texts. */
    ArrayParsing(FixedCast.CastTarget target, ColumnCast elements) {
        this.target = target;
        this.elements = elements;
    }

    @Override
    public Column apply(Operand operand, Rows rows) {
        SqlType texts = SqlType.array(SqlType.VARCHAR);
        try (ColumnBuilder builder = new ColumnBuilder(target.allocator(), texts, rows.length())) {
            int k = 0;
            for (int i = 0; i < rows.length(); i++) {
                boolean asked = k < rows.count() && rows.at(k) == i;
                if (!asked) {
                    builder.endList();
                    continue;
                }
                k++;
                List<String> parts = split(operand.stringAt(i).strip());
                if (parts != null) {
                    parts.forEach(part -> append(builder.child(0), part));
                    builder.endList();
                } else if (target.safe()) {
                    builder.appendNull();
                } else {
                    throw CastErrors.invalidText(operand.stringAt(i), target.type());
                }
            }
            try (ListColumn list = (ListColumn) builder.buildAndClose()) {
                Rows all = Rows.all(list.length());
                return new NestedCasts.OfList(target.type(), elements, target.type().element(), target.allocator())
                        .apply(new Operand(list), all.where(list.validityAddress));
            }
        }
    }

    private static void append(ColumnBuilder to, String part) {
        if (part == null) {
            to.appendNull();
        } else {
            to.appendString(part);
        }
    }

    /** The elements' texts, null for NULL; null if it is no array. Nested arrays stay texts. */
    private static List<String> split(String text) {
        int end = text.length() - 1;
        if (end < 1 || text.charAt(0) != '{' || text.charAt(end) != '}') {
            return null;
        }
        List<String> parts = new ArrayList<>();
        if (text.substring(1, end).isBlank()) {
            return parts;
        }
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        boolean wasQuoted = false;
        int depth = 0;
        for (int i = 1; i <= end; i++) {
            char c = text.charAt(i);
            if (i == end && (quoted || depth != 0)) {
                return null;
            }
            if (!quoted && depth == 0 && (c == ',' || i == end)) {
                String element = wasQuoted ? part.toString() : part.toString().strip();
                if (element.isEmpty() && !wasQuoted) {
                    return null;
                }
                parts.add(!wasQuoted && element.equalsIgnoreCase("null") ? null : element);
                part.setLength(0);
                wasQuoted = false;
            } else if (c == '\\' && i + 1 < end) {
                if (depth > 0) {
                    part.append(c);
                }
                part.append(text.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
                if (depth > 0) {
                    part.append(c);
                } else {
                    if (quoted && !part.toString().isBlank()) {
                        return null;
                    }
                    if (quoted) {
                        part.setLength(0);
                    }
                    wasQuoted = true;
                }
            } else {
                depth += quoted ? 0 : c == '{' ? 1 : c == '}' ? -1 : 0;
                if (!wasQuoted || quoted || depth > 0) {
                    part.append(c);
                } else if (!Character.isWhitespace(c)) {
                    return null;
                }
            }
        }
        return parts;
    }
}
