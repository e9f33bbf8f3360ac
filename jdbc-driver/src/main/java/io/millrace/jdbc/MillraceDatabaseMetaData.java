package io.millrace.jdbc;

import io.millrace.jdbc.value.ColumnType;
import io.millrace.jdbc.value.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is in the catalog, as information_schema tells it. Patterns are LIKE's, with a backslash as escape. */
final class MillraceDatabaseMetaData extends EmptyMetaData {
    static final String CATALOG = "millrace";
    private static final String TABLE = "TABLE";
    private static final String SYSTEM_TABLE = "SYSTEM TABLE";
    private static final List<String> TABLE_TYPES = List.of("MATERIALIZED VIEW", "STREAM", SYSTEM_TABLE, TABLE, "VIEW");

    private final MillraceConnection connection;

    MillraceDatabaseMetaData(MillraceConnection connection) {
        this.connection = connection;
    }

    private static boolean noCatalog(String catalog) {
        return catalog != null && !catalog.isEmpty() && !catalog.equals(CATALOG);
    }

    /** A condition on a column, and its value into {@code values}; null names all. */
    private static String like(String column, String pattern, List<Object> values) {
        if (pattern == null || pattern.equals("%")) {
            return "TRUE";
        }
        values.add(pattern);
        return column + " LIKE ? ESCAPE '\\'";
    }

    private static String equal(String column, String name, List<Object> values) {
        if (name == null) {
            return "TRUE";
        }
        values.add(name);
        return column + " = ?";
    }

    private static boolean isSystem(String schema) {
        return schema.equals("information_schema") || schema.equals("sys");
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public ResultSet getSchemas() throws SQLException {
        return getSchemas(null, null);
    }

    @Override
    public ResultSet getSchemas(String catalog, String pattern) throws SQLException {
        MetaDataRows rows = new MetaDataRows("TABLE_SCHEM TABLE_CATALOG");
        List<Object> values = new ArrayList<>();
        String sql = "SELECT schema_name FROM information_schema.schemata WHERE " + like("schema_name", pattern, values);
        if (!noCatalog(catalog)) {
            connection.query(sql, values.toArray()).forEach(row -> rows.add(row[0], CATALOG));
        }
        return rows.sort(0).result();
    }

    @Override
    public ResultSet getCatalogs() throws SQLException {
        connection.checkOpen();
        return new MetaDataRows("TABLE_CAT").add(CATALOG).result();
    }

    @Override
    public ResultSet getTableTypes() throws SQLException {
        connection.checkOpen();
        MetaDataRows rows = new MetaDataRows("TABLE_TYPE");
        TABLE_TYPES.forEach(rows::add);
        return rows.result();
    }

    @Override
    public ResultSet getTables(String catalog, String schemaPattern, String tablePattern, String[] types) throws SQLException {
        MetaDataRows rows = new MetaDataRows("TABLE_CAT TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS TYPE_CAT TYPE_SCHEM TYPE_NAME "
                + "SELF_REFERENCING_COL_NAME REF_GENERATION");
        Set<String> wanted = types == null ? null : new HashSet<>(Arrays.asList(types));
        if (wanted != null && wanted.contains("BASE TABLE")) {
            wanted.add(TABLE);
        }
        List<Object> values = new ArrayList<>();
        String sql = "SELECT table_schema, table_name, table_type FROM information_schema.tables WHERE "
                + like("table_schema", schemaPattern, values) + " AND " + like("table_name", tablePattern, values);
        if (!noCatalog(catalog)) {
            for (Object[] row : connection.query(sql, values.toArray())) {
                String type = isSystem((String) row[0]) ? SYSTEM_TABLE : row[2].equals("BASE TABLE") ? TABLE : (String) row[2];
                if (wanted == null || wanted.contains(type)) {
                    rows.add(CATALOG, row[0], row[1], type, null, null, null, null, null, null);
                }
            }
        }
        return rows.sort(3, 1, 2).result();
    }

    @Override
    public ResultSet getColumns(String catalog, String schemaPattern, String tablePattern, String columnPattern) throws SQLException {
        MetaDataRows rows =
                new MetaDataRows("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE# TYPE_NAME COLUMN_SIZE# BUFFER_LENGTH# "
                        + "DECIMAL_DIGITS# NUM_PREC_RADIX# NULLABLE# REMARKS COLUMN_DEF SQL_DATA_TYPE# SQL_DATETIME_SUB# CHAR_OCTET_LENGTH# "
                        + "ORDINAL_POSITION# IS_NULLABLE SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE SOURCE_DATA_TYPE% IS_AUTOINCREMENT "
                        + "IS_GENERATEDCOLUMN");
        List<Object> values = new ArrayList<>();
        String sql = "SELECT table_schema, table_name, column_name, data_type, ordinal_position, is_nullable, column_default "
                + "FROM information_schema.columns WHERE " + like("table_schema", schemaPattern, values) + " AND "
                + like("table_name", tablePattern, values) + " AND " + like("column_name", columnPattern, values);
        if (!noCatalog(catalog)) {
            for (Object[] row : connection.query(sql, values.toArray())) {
                ColumnType type = ColumnType.parse((String) row[3]);
                boolean nullable = "YES".equals(row[5]);
                boolean sized = type.kind().isText() || type.kind() == Kind.BINARY;
                rows.add(CATALOG, row[0], row[1], row[2], type.kind().jdbcType(), type.typeName(), type.columnSize(), null,
                        digits(type), type.kind().isNumber() ? 10 : null, nullable ? columnNullable : columnNoNulls, null, row[6], null,
                        null,
                        sized ? type.columnSize() : null, row[4], nullable ? "YES" : "NO", null, null, null, null, "NO", "NO");
            }
        }
        return rows.sort(1, 2, 16).result();
    }

    private static Integer digits(ColumnType type) {
        switch (type.kind()) {
            case TINYINT :
            case SMALLINT :
            case INTEGER :
            case BIGINT :
            case DECIMAL :
            case TIME :
            case TIMESTAMP :
            case TIMESTAMP_TZ :
                return type.decimalDigits();
            default :
                return null;
        }
    }

    @Override
    public ResultSet getPrimaryKeys(String catalog, String schema, String table) throws SQLException {
        MetaDataRows rows = new MetaDataRows("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME KEY_SEQ% PK_NAME");
        for (Object[] row : keys(catalog, schema, table)) {
            rows.add(CATALOG, row[0], row[1], row[2], row[3], row[4]);
        }
        return rows.sort(3).result();
    }

    private List<Object[]> keys(String catalog, String schema, String table) throws SQLException {
        List<Object> values = new ArrayList<>();
        String sql =
                "SELECT table_schema, table_name, column_name, ordinal_position, constraint_name FROM information_schema.key_column_usage "
                        + "WHERE " + equal("table_schema", schema, values) + " AND " + equal("table_name", table, values);
        return noCatalog(catalog) ? List.of() : connection.query(sql, values.toArray());
    }

    @Override
    public ResultSet getIndexInfo(String catalog, String schema, String table, boolean unique, boolean approximate) throws SQLException {
        MetaDataRows rows =
                new MetaDataRows("TABLE_CAT TABLE_SCHEM TABLE_NAME NON_UNIQUE? INDEX_QUALIFIER INDEX_NAME TYPE% ORDINAL_POSITION% "
                        + "COLUMN_NAME ASC_OR_DESC CARDINALITY# PAGES# FILTER_CONDITION");
        for (Object[] row : keys(catalog, schema, table)) {
            rows.add(CATALOG, row[0], row[1], false, null, row[4], (int) tableIndexOther, row[3], row[2], null, null, null, null);
        }
        return rows.sort(3, 6, 5, 7).result();
    }

    @Override
    public ResultSet getBestRowIdentifier(String catalog, String schema, String table, int scope, boolean nullable) throws SQLException {
        MetaDataRows rows =
                new MetaDataRows("SCOPE% COLUMN_NAME DATA_TYPE# TYPE_NAME COLUMN_SIZE# BUFFER_LENGTH# DECIMAL_DIGITS% PSEUDO_COLUMN%");
        for (Object[] row : keys(catalog, schema, table)) {
            for (Object[] column : connection
                    .query("SELECT data_type FROM information_schema.columns WHERE table_schema = ? AND table_name = ? "
                            + "AND column_name = ?", row[0], row[1], row[2])) {
                ColumnType type = ColumnType.parse((String) column[0]);
                rows.add(bestRowSession, row[2], type.kind().jdbcType(), type.typeName(), type.columnSize(), null, digits(type),
                        bestRowNotPseudo);
            }
        }
        return rows.result();
    }

    @Override
    public ResultSet getTypeInfo() throws SQLException {
        connection.checkOpen();
        MetaDataRows rows =
                new MetaDataRows("TYPE_NAME DATA_TYPE# PRECISION# LITERAL_PREFIX LITERAL_SUFFIX CREATE_PARAMS NULLABLE% CASE_SENSITIVE? "
                        + "SEARCHABLE% UNSIGNED_ATTRIBUTE? FIXED_PREC_SCALE? AUTO_INCREMENT? LOCAL_TYPE_NAME MINIMUM_SCALE% MAXIMUM_SCALE% SQL_DATA_TYPE# "
                        + "SQL_DATETIME_SUB# NUM_PREC_RADIX#");
        for (Kind kind : Kind.values()) {
            if (kind == Kind.NULL || kind == Kind.ARRAY || kind == Kind.MAP || kind == Kind.ROW) {
                continue;
            }
            ColumnType type = ColumnType.of(kind);
            boolean quoted = !kind.isNumber() && kind != Kind.BOOLEAN;
            String parameters = kind == Kind.DECIMAL ? "precision,scale"
                    : kind == Kind.CHAR || kind == Kind.VARCHAR || kind == Kind.BINARY ? "length"
                            : kind == Kind.TIME || kind == Kind.TIMESTAMP || kind == Kind.TIMESTAMP_TZ ? "precision" : null;
            int most = kind == Kind.DECIMAL ? 38 : "precision".equals(parameters) ? kind == Kind.TIME ? 6 : 9 : 0;
            rows.add(kind.sqlName(), kind.jdbcType(), type.columnSize(), quoted ? "'" : null, quoted ? "'" : null, parameters,
                    (int) typeNullable, kind.isText(), (int) typeSearchable, !kind.isNumber(), false, false, null, 0, most, null, null,
                    kind.isNumber() ? 10 : null);
        }
        return rows.sort(1).result();
    }

    @Override
    public boolean supportsConvert(int from, int to) {
        return to == Types.VARCHAR || from == Types.VARCHAR || from == to;
    }

    @Override
    public boolean supportsTransactionIsolationLevel(int level) {
        return level == Connection.TRANSACTION_NONE;
    }

    @Override
    public boolean supportsResultSetType(int type) {
        return type == ResultSet.TYPE_FORWARD_ONLY || type == ResultSet.TYPE_SCROLL_INSENSITIVE;
    }

    @Override
    public boolean supportsResultSetConcurrency(int type, int concurrency) {
        return supportsResultSetType(type) && concurrency == ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    public boolean supportsResultSetHoldability(int holdability) {
        return holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public RowIdLifetime getRowIdLifetime() {
        return RowIdLifetime.ROWID_UNSUPPORTED;
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        return connection.isReadOnly();
    }

    @Override
    public String getURL() {
        return connection.settings().url();
    }

    @Override
    public String getUserName() {
        return connection.settings().user().isEmpty() ? CATALOG : connection.settings().user();
    }

    @Override
    public String getDatabaseProductVersion() {
        return connection.serverVersion();
    }

    @Override
    public int getDatabaseMajorVersion() {
        return part(0);
    }

    @Override
    public int getDatabaseMinorVersion() {
        return part(1);
    }

    private int part(int index) {
        String[] parts = connection.serverVersion().split("[.-]");
        return index < parts.length && parts[index].matches("\\d{1,6}") ? Integer.parseInt(parts[index]) : 0;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrapping.unwrap(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return Unwrapping.isWrapperFor(this, type);
    }
}
