package io.millrace.frontend.parser;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.statement.ColumnDefinition;
import io.millrace.frontend.statement.ExpressionText;
import io.millrace.frontend.statement.WatermarkDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserUtil;

/** The parenthesized list of columns and constraints of CREATE TABLE and CREATE STREAM. */
final class ColumnParser {
    private final List<ColumnDefinition> columns = new ArrayList<>();
    private List<String> primaryKey = List.of();
    private Optional<WatermarkDefinition> watermark = Optional.empty();
    private final Map<String, ExpressionText> checks = new LinkedHashMap<>();

    private ColumnParser() {}

    static ColumnParser parse(TokenCursor cursor, boolean stream) {
        ColumnParser parser = new ColumnParser();
        cursor.parenthesized(c -> {
            parser.element(c, stream);
            return null;
        });
        parser.checkKey();
        return parser;
    }

    List<ColumnDefinition> columns() {
        return columns;
    }

    List<String> primaryKey() {
        return primaryKey;
    }

    Optional<WatermarkDefinition> watermark() {
        return watermark;
    }

    /** Conditions by the names of their constraints. */
    Map<String, ExpressionText> checks() {
        return checks;
    }

    private void element(TokenCursor cursor, boolean stream) {
        Optional<String> name = Optional.empty();
        if (cursor.accept("CONSTRAINT")) {
            name = Optional.of(cursor.identifier("a constraint's name"));
            refuseOthers(cursor);
            if (!cursor.at("PRIMARY") && !cursor.at("CHECK")) {
                throw cursor.unexpected("PRIMARY KEY", "CHECK");
            }
        }
        if (cursor.at("UNIQUE", "(") || cursor.at("FOREIGN", "KEY") || cursor.at("EXCLUDE", "USING")) {
            refuseOthers(cursor);
        }
        if (cursor.at("CHECK", "(")) {
            check(cursor, name, "check", stream);
            return;
        }
        if (cursor.at("PRIMARY", "KEY")) {
            SourcePosition position = cursor.position();
            cursor.expect("PRIMARY", "KEY");
            setKey(cursor.identifiers("a column's name"), position);
            cursor.accept("NOT", "ENFORCED");
        } else if (stream && cursor.at("WATERMARK", "FOR")) {
            watermark = Optional.of(watermark(cursor));
        } else {
            columns.add(column(cursor, stream));
        }
    }

    /** CHECK (condition). */
    private void check(TokenCursor cursor, Optional<String> name, String stem, boolean stream) {
        SourcePosition position = cursor.position();
        if (stream) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "CHECK is for tables: a stream takes what comes").at(position);
        }
        cursor.expect("CHECK", "(");
        ExpressionText condition = cursor.expression();
        cursor.expect(")");
        String unique = name.orElse(stem);
        for (int i = 1; name.isEmpty() && checks.containsKey(unique); i++) {
            unique = stem + i;
        }
        if (checks.put(unique, condition) != null) {
            throw new MillraceException(ErrorCode.DUPLICATE_OBJECT, "constraint " + unique + " is given twice").at(position);
        }
    }

    /** Constraints that nothing would hold are refused rather than kept as a remark. */
    private static void refuseOthers(TokenCursor cursor) {
        String found = cursor.at("UNIQUE") ? "UNIQUE" : cursor.at("REFERENCES") || cursor.at("FOREIGN") ? "foreign keys"
                : cursor.at("GENERATED") ? "generated columns" : cursor.at("EXCLUDE") ? "EXCLUDE" : cursor.at("COLLATE") ? "COLLATE" : "";
        if (!found.isEmpty()) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                    found + (found.endsWith("s") ? " are" : " is") + " not supported: a table holds PRIMARY KEY, NOT NULL and CHECK")
                    .at(cursor.position())
                    .withHint(found.equals("COLLATE") ? "texts compare by their code points, as in PostgreSQL's collation \"C\""
                            : found.equals("generated columns") ? "compute the value in a view, or give it with INSERT"
                                    : "a query can look for rows that break the rule");
        }
    }

    private void setKey(List<String> names, SourcePosition position) {
        if (!primaryKey.isEmpty()) {
            throw new MillraceException(ErrorCode.INVALID_TABLE_DEFINITION, "more than one primary key is given").at(position);
        }
        primaryKey = List.copyOf(names);
    }

    private ColumnDefinition column(TokenCursor cursor, boolean stream) {
        SourcePosition position = cursor.position();
        String name = cursor.identifier("a column's name");
        if (columns.stream().anyMatch(c -> c.name().equals(name))) {
            throw new MillraceException(ErrorCode.DUPLICATE_COLUMN, "column " + name + " is given twice").at(position);
        }
        if (cursor.atEnd() || cursor.at(",") || cursor.at(")")) {
            throw cursor.unexpected("the type of column " + name);
        }
        SqlType type = type(cursor);
        boolean nullable = true;
        Optional<ExpressionText> defaultValue = Optional.empty();
        Optional<String> metadata = Optional.empty();
        while (!cursor.at(",") && !cursor.at(")")) {
            Optional<String> constraint =
                    cursor.accept("CONSTRAINT") ? Optional.of(cursor.identifier("a constraint's name")) : Optional.empty();
            refuseOthers(cursor);
            if (cursor.accept("NOT", "NULL")) {
                nullable = false;
            } else if (cursor.at("CHECK", "(")) {
                check(cursor, constraint, name + "_check", stream);
            } else if (cursor.accept("NULL")) {
                nullable = true;
            } else if (cursor.accept("DEFAULT")) {
                defaultValue = Optional.of(cursor.expression());
            } else if (cursor.at("PRIMARY", "KEY")) {
                SourcePosition at = cursor.position();
                cursor.expect("PRIMARY", "KEY");
                setKey(List.of(name), at);
                nullable = false;
            } else if (stream && cursor.accept("METADATA")) {
                metadata = Optional.of(cursor.accept("FROM") ? cursor.string("a metadata key in quotes") : name);
                cursor.accept("VIRTUAL");
            } else {
                throw stream
                        ? cursor.unexpected("NOT NULL", "DEFAULT", "PRIMARY KEY", "METADATA", ",", ")")
                        : cursor.unexpected("NOT NULL", "DEFAULT", "PRIMARY KEY", "CHECK", ",", ")");
            }
        }
        return new ColumnDefinition(name, type, nullable, defaultValue, metadata, position);
    }

    static SqlType type(TokenCursor cursor) {
        if (cursor.accept("INTERVAL")) {
            return intervalType(cursor);
        }
        SqlDataTypeSpec spec = cursor.type();
        return TypeNames.toSqlType(spec);
    }

    /** INTERVAL YEAR [TO MONTH] | DAY [TO SECOND] …. */
    private static SqlType intervalType(TokenCursor cursor) {
        String first = cursor.at(",") || cursor.at(")") || cursor.at("NOT") ? "DAY"
                : cursor.expectOne("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND");
        if (cursor.accept("TO")) {
            cursor.expectOne("MONTH", "HOUR", "MINUTE", "SECOND");
        }
        return first.equals("YEAR") || first.equals("MONTH") ? SqlType.INTERVAL_YEAR_MONTH : SqlType.INTERVAL_DAY_TIME;
    }

    /** WATERMARK FOR c AS c [- INTERVAL '5' SECOND]. */
    private WatermarkDefinition watermark(TokenCursor cursor) {
        SourcePosition position = cursor.position();
        if (watermark.isPresent()) {
            throw new MillraceException(ErrorCode.INVALID_TABLE_DEFINITION, "a stream has one watermark").at(position);
        }
        cursor.expect("WATERMARK", "FOR");
        String column = cursor.identifier("a column's name");
        cursor.expect("AS");
        SourcePosition expressionAt = cursor.position();
        String source = cursor.identifier("column " + column);
        if (!source.equals(column)) {
            throw new MillraceException(ErrorCode.INVALID_TABLE_DEFINITION, "the watermark of " + column + " is computed from " + source)
                    .at(expressionAt).withHint("write WATERMARK FOR " + column + " AS " + column + " - INTERVAL '5' SECOND");
        }
        long delay = cursor.accept("-") ? Intervals.parse(cursor) : 0;
        return new WatermarkDefinition(column, delay, position);
    }

    private void checkKey() {
        for (String key : primaryKey) {
            if (columns.stream().noneMatch(c -> c.name().equals(key))) {
                throw new MillraceException(ErrorCode.UNDEFINED_COLUMN, "column " + key + " of the primary key is not among the columns");
            }
        }
        watermark.ifPresent(w -> {
            if (columns.stream().noneMatch(c -> c.name().equals(w.column()))) {
                throw new MillraceException(ErrorCode.UNDEFINED_COLUMN,
                        "column " + w.column() + " of the watermark is not among the columns").at(w.position());
            }
        });
    }

    /** Lengths of time, in micros. */
    static final class Intervals {
        private static final long MICROS_PER_MILLI = 1000;

        private Intervals() {}

        /** INTERVAL '5' SECOND: of a fixed length, so days and less. */
        static long parse(TokenCursor cursor) {
            SourcePosition position = cursor.position();
            if (!cursor.at("INTERVAL")) {
                throw cursor.unexpected("INTERVAL");
            }
            SqlNode node = cursor.expression().node();
            if (!(node instanceof SqlIntervalLiteral literal) || node.getKind() != SqlKind.LITERAL) {
                throw new MillraceException(ErrorCode.SYNTAX_ERROR, "expected an interval such as INTERVAL '5' SECOND").at(position);
            }
            SqlIntervalLiteral.IntervalValue value = literal.getValueAs(SqlIntervalLiteral.IntervalValue.class);
            if (value.getIntervalQualifier().isYearMonth()) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER, "the interval has no fixed length, expected days or smaller units")
                        .at(position);
            }
            long millis = SqlParserUtil.intervalToMillis(value);
            if (millis < 0) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER, "the interval is negative").at(position);
            }
            return millis * MICROS_PER_MILLI;
        }
    }
}
