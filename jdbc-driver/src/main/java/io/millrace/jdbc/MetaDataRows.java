package io.millrace.jdbc;

import io.millrace.jdbc.value.ColumnInfo;
import io.millrace.jdbc.value.ColumnType;
import io.millrace.jdbc.value.Kind;
import io.millrace.jdbc.value.ListRows;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A result that JDBC prescribes the columns of, collected row by row. */
final class MetaDataRows {
    private final List<ColumnInfo> columns = new ArrayList<>();
    private final List<Object[]> rows = new ArrayList<>();

    /** Columns' names, in order; a name that ends in {@code #} is an INTEGER, in {@code ?} a BOOLEAN, in {@code %} a SMALLINT, any other a text. */
    MetaDataRows(String names) {
        for (String name : names.trim().split("\\s+")) {
            char mark = name.charAt(name.length() - 1);
            Kind kind = mark == '#' ? Kind.INTEGER : mark == '?' ? Kind.BOOLEAN : mark == '%' ? Kind.SMALLINT : Kind.VARCHAR;
            columns.add(new ColumnInfo(kind == Kind.VARCHAR ? name : name.substring(0, name.length() - 1), ColumnType.of(kind), true));
        }
    }

    MetaDataRows add(Object... row) {
        assert row.length == columns.size();
        rows.add(row);
        return this;
    }

    /** In the order of these columns, counted from 0; NULLs first. */
    MetaDataRows sort(int... by) {
        rows.sort((left, right) -> {
            for (int column : by) {
                int order = Comparator.nullsFirst(MetaDataRows::compare).compare(left[column], right[column]);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        });
        return this;
    }

    private static int compare(Object left, Object right) {
        if (left instanceof Integer && right instanceof Integer) {
            return Integer.compare((Integer) left, (Integer) right);
        }
        if (left instanceof Boolean && right instanceof Boolean) {
            return Boolean.compare((Boolean) left, (Boolean) right);
        }
        return left.toString().compareTo(right.toString());
    }

    ResultSet result() {
        return new MillraceResultSet(null, new ListRows(columns, rows), Parameters.ZONE, 0, 0);
    }
}
