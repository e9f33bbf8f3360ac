package io.millrace.frontend.avatica;

import io.millrace.common.batch.Values;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.engine.SqlEngine;
import io.millrace.frontend.execution.RowTransfer;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.http.driver.ParameterValues;
import io.millrace.frontend.parser.StatementParser;
import io.millrace.frontend.session.Session;
import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.avatica.Meta;

/** What DatabaseMetaData asks, answered from information_schema, which shows a user what he may see. Patterns are LIKE's, with a backslash as escape. */
final class CatalogAnswers {
    static final String CATALOG = "millrace";
    private static final String SYSTEM_TABLE = "SYSTEM TABLE";
    private static final List<String> TABLE_TYPES = List.of("MATERIALIZED VIEW", "STREAM", SYSTEM_TABLE, "TABLE", "VIEW");

    private final SqlEngine engine;
    private final Session session;

    CatalogAnswers(SqlEngine engine, Session session) {
        this.engine = engine;
        this.session = session;
    }

    private List<List<Object>> query(String sql, List<Object> texts) {
        List<Expr.Literal> values = texts.stream().map(text -> Expr.literal(text, SqlType.VARCHAR)).toList();
        List<List<Object>> all = new ArrayList<>();
        try (StatementResult result = engine.run(StatementParser.parseOne(sql), session, values, rows -> {})) {
            RowTransfer.each(((StatementResult.Rows) result).rows(), batch -> all.addAll(Values.readRows(batch)));
        }
        return all;
    }

    private static String like(String column, Meta.Pat pattern, List<Object> values) {
        if (pattern == null || pattern.s == null || pattern.s.equals("%")) {
            return "TRUE";
        }
        values.add(pattern.s);
        return column + " LIKE ? ESCAPE '\\'";
    }

    private static boolean isOther(String catalog) {
        return catalog != null && !catalog.isEmpty() && !catalog.equals(CATALOG);
    }

    MetaRows catalogs() {
        return new MetaRows("TABLE_CAT!").add(CATALOG);
    }

    MetaRows tableTypes() {
        MetaRows rows = new MetaRows("TABLE_TYPE!");
        TABLE_TYPES.forEach(rows::add);
        return rows;
    }

    MetaRows schemas(String catalog, Meta.Pat pattern) {
        MetaRows rows = new MetaRows("TABLE_SCHEM! TABLE_CATALOG");
        if (!isOther(catalog)) {
            List<Object> values = new ArrayList<>();
            query("SELECT schema_name FROM information_schema.schemata WHERE " + like("schema_name", pattern, values) + " ORDER BY 1",
                    values)
                    .forEach(row -> rows.add(row.get(0), CATALOG));
        }
        return rows;
    }

    MetaRows tables(String catalog, Meta.Pat schema, Meta.Pat table, List<String> types) {
        MetaRows rows = new MetaRows("TABLE_CAT TABLE_SCHEM TABLE_NAME! TABLE_TYPE! REMARKS TYPE_CAT TYPE_SCHEM TYPE_NAME "
                + "SELF_REFERENCING_COL_NAME REF_GENERATION");
        if (isOther(catalog)) {
            return rows;
        }
        List<Object> values = new ArrayList<>();
        List<List<Object>> found = new ArrayList<>();
        for (List<Object> row : query("SELECT table_schema, table_name, table_type FROM information_schema.tables WHERE "
                + like("table_schema", schema, values) + " AND " + like("table_name", table, values), values)) {
            String type = tableType((String) row.get(0), (String) row.get(2));
            if (types == null || types.isEmpty() || types.contains(type) || type.equals("TABLE") && types.contains("BASE TABLE")) {
                found.add(List.of(type, row.get(0), row.get(1)));
            }
        }
        found.sort(Comparator.comparing((List<Object> row) -> (String) row.get(0)).thenComparing(row -> (String) row.get(1))
                .thenComparing(row -> (String) row.get(2)));
        found.forEach(row -> rows.add(CATALOG, row.get(1), row.get(2), row.get(0), null, null, null, null, null, null));
        return rows;
    }

    private static String tableType(String schema, String type) {
        boolean system = schema.equals("information_schema") || schema.equals("sys");
        return system ? SYSTEM_TABLE : type.equals("BASE TABLE") ? "TABLE" : type;
    }

    MetaRows columns(String catalog, Meta.Pat schema, Meta.Pat table, Meta.Pat column) {
        MetaRows rows = new MetaRows("TABLE_CAT TABLE_SCHEM TABLE_NAME! COLUMN_NAME! DATA_TYPE# TYPE_NAME! COLUMN_SIZE# BUFFER_LENGTH# "
                + "DECIMAL_DIGITS# NUM_PREC_RADIX# NULLABLE# REMARKS COLUMN_DEF SQL_DATA_TYPE# SQL_DATETIME_SUB# CHAR_OCTET_LENGTH# "
                + "ORDINAL_POSITION# IS_NULLABLE! SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE SOURCE_DATA_TYPE% IS_AUTOINCREMENT! "
                + "IS_GENERATEDCOLUMN!");
        if (isOther(catalog)) {
            return rows;
        }
        List<Object> values = new ArrayList<>();
        String sql = "SELECT table_schema, table_name, column_name, data_type, ordinal_position, is_nullable, column_default "
                + "FROM information_schema.columns WHERE " + like("table_schema", schema, values) + " AND "
                + like("table_name", table, values) + " AND " + like("column_name", column, values) + " ORDER BY 1, 2, 5";
        for (List<Object> row : query(sql, values)) {
            SqlType type = type((String) row.get(0), (String) row.get(1), (String) row.get(2), (String) row.get(3));
            boolean nullable = "YES".equals(row.get(5));
            boolean sized = type.isCharacter() || type.kind() == SqlType.Kind.BINARY;
            rows.add(CATALOG, row.get(0), row.get(1), row.get(2), AvaticaTypes.type(type).id, AvaticaTypes.name(type),
                    AvaticaTypes.size(type),
                    null, digits(type), type.isNumeric() ? 10 : null,
                    nullable ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls, null, row.get(6), null, null,
                    sized ? AvaticaTypes.size(type) : null, ((Number) row.get(4)).intValue(), nullable ? "YES" : "NO", null, null, null,
                    null, "NO", "NO");
        }
        return rows;
    }

    private static Integer digits(SqlType type) {
        return type.isInteger() || type.kind() == SqlType.Kind.DECIMAL ? Integer.valueOf(type.scale())
                : switch (type.kind()) {
                    case TIME, TIMESTAMP, TIMESTAMP_TZ -> type.precision();
                    default -> null;
                };
    }

    /** The column's type as the catalog has it; of system tables, which it does not hold, as their description says. */
    private SqlType type(String schema, String table, String column, String text) {
        Optional<CatalogObject> found = engine.node().catalog().find(new ObjectName(schema, table));
        int index = found.map(object -> object.schema().indexOf(column)).orElse(-1);
        if (index >= 0) {
            return found.get().schema().type(index);
        }
        try {
            return ParameterValues.type(text);
        } catch (MillraceException unknown) {
            return SqlType.VARCHAR;
        }
    }

    MetaRows typeInfo() {
        MetaRows rows = new MetaRows("TYPE_NAME! DATA_TYPE# PRECISION# LITERAL_PREFIX LITERAL_SUFFIX CREATE_PARAMS NULLABLE% "
                + "CASE_SENSITIVE? SEARCHABLE% UNSIGNED_ATTRIBUTE? FIXED_PREC_SCALE? AUTO_INCREMENT? LOCAL_TYPE_NAME MINIMUM_SCALE% "
                + "MAXIMUM_SCALE% SQL_DATA_TYPE# SQL_DATETIME_SUB# NUM_PREC_RADIX#");
        List<SqlType> types = new ArrayList<>(List.of(SqlType.BOOLEAN, SqlType.TINYINT, SqlType.SMALLINT, SqlType.INTEGER, SqlType.BIGINT,
                SqlType.REAL, SqlType.DOUBLE, SqlType.decimal(SqlType.MAX_DECIMAL_PRECISION, 0), SqlType.character(SqlType.UNBOUNDED),
                SqlType.VARCHAR, SqlType.BINARY, SqlType.UUID, SqlType.JSON, SqlType.DATE, SqlType.TIME, SqlType.TIMESTAMP,
                SqlType.TIMESTAMP_TZ, SqlType.INTERVAL_YEAR_MONTH, SqlType.INTERVAL_DAY_TIME));
        types.sort(Comparator.comparing(type -> AvaticaTypes.type(type).id));
        for (SqlType type : types) {
            boolean quoted = !type.isNumeric() && type.kind() != SqlType.Kind.BOOLEAN;
            String parameters = switch (type.kind()) {
                case DECIMAL -> "precision,scale";
                case CHAR, VARCHAR, BINARY -> "length";
                case TIME, TIMESTAMP, TIMESTAMP_TZ -> "precision";
                default -> null;
            };
            int scale = type.kind() == SqlType.Kind.DECIMAL ? SqlType.MAX_DECIMAL_PRECISION : 0;
            rows.add(AvaticaTypes.name(type), AvaticaTypes.type(type).id, AvaticaTypes.size(type), quoted ? "'" : null,
                    quoted ? "'" : null, parameters, (short) DatabaseMetaData.typeNullable, type.isCharacter(),
                    (short) DatabaseMetaData.typeSearchable, !type.isNumeric(), false, false, null, (short) 0, (short) scale, null, null,
                    type.isNumeric() ? 10 : null);
        }
        return rows;
    }

    /** Rows with the columns that JDBC prescribes. */
    static final class MetaRows {
        private final List<Field> fields = new ArrayList<>();
        private final List<Object> rows = new ArrayList<>();

        /** Names in order; one that ends in {@code #} is an INTEGER, in {@code %} a SMALLINT, in {@code ?} a BOOLEAN, in {@code !} a text that is never null. */
        MetaRows(String names) {
            for (String name : names.split(" ")) {
                char mark = name.charAt(name.length() - 1);
                SqlType type = mark == '#' ? SqlType.INTEGER : mark == '%' ? SqlType.SMALLINT
                        : mark == '?' ? SqlType.BOOLEAN : SqlType.VARCHAR;
                boolean marked = type != SqlType.VARCHAR || mark == '!';
                fields.add(new Field(marked ? name.substring(0, name.length() - 1) : name, type, mark != '!'));
            }
        }

        MetaRows add(Object... row) {
            assert row.length == fields.size();
            rows.add(java.util.Arrays.asList(row));
            return this;
        }

        List<Field> fields() {
            return fields;
        }

        List<Object> rows() {
            return rows;
        }
    }
}
