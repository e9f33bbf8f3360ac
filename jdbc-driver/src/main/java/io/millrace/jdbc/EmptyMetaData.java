package io.millrace.jdbc;

import java.sql.ResultSet;

/** What there is none of, with the columns that JDBC prescribes; and the words that clients ask for. */
abstract class EmptyMetaData extends ServerFacts {
    private static final String KEYS =
            "PKTABLE_CAT PKTABLE_SCHEM PKTABLE_NAME PKCOLUMN_NAME FKTABLE_CAT FKTABLE_SCHEM FKTABLE_NAME FKCOLUMN_NAME "
                    + "KEY_SEQ% UPDATE_RULE% DELETE_RULE% FK_NAME PK_NAME DEFERRABILITY%";

    @Override
    public ResultSet getImportedKeys(String catalog, String schema, String table) {
        return new MetaDataRows(KEYS).result();
    }

    @Override
    public ResultSet getExportedKeys(String catalog, String schema, String table) {
        return new MetaDataRows(KEYS).result();
    }

    @Override
    public ResultSet getCrossReference(String parentCatalog, String parentSchema, String parentTable, String foreignCatalog,
            String foreignSchema,
            String foreignTable) {
        return new MetaDataRows(KEYS).result();
    }

    @Override
    public ResultSet getProcedures(String catalog, String schemaPattern, String namePattern) {
        return new MetaDataRows("PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME RESERVED1 RESERVED2 RESERVED3 REMARKS PROCEDURE_TYPE% "
                + "SPECIFIC_NAME").result();
    }

    @Override
    public ResultSet getProcedureColumns(String catalog, String schemaPattern, String namePattern, String columnPattern) {
        return new MetaDataRows(
                "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME COLUMN_NAME COLUMN_TYPE% DATA_TYPE# TYPE_NAME PRECISION# LENGTH# "
                        + "SCALE% RADIX% NULLABLE% REMARKS COLUMN_DEF SQL_DATA_TYPE# SQL_DATETIME_SUB# CHAR_OCTET_LENGTH# ORDINAL_POSITION# "
                        + "IS_NULLABLE SPECIFIC_NAME")
                .result();
    }

    @Override
    public ResultSet getFunctions(String catalog, String schemaPattern, String namePattern) {
        return new MetaDataRows("FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME REMARKS FUNCTION_TYPE% SPECIFIC_NAME").result();
    }

    @Override
    public ResultSet getFunctionColumns(String catalog, String schemaPattern, String namePattern, String columnPattern) {
        return new MetaDataRows(
                "FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME COLUMN_NAME COLUMN_TYPE% DATA_TYPE# TYPE_NAME PRECISION# LENGTH# "
                        + "SCALE% RADIX% NULLABLE% REMARKS CHAR_OCTET_LENGTH# ORDINAL_POSITION# IS_NULLABLE SPECIFIC_NAME")
                .result();
    }

    @Override
    public ResultSet getPseudoColumns(String catalog, String schemaPattern, String tablePattern, String columnPattern) {
        return new MetaDataRows(
                "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE# COLUMN_SIZE# DECIMAL_DIGITS# NUM_PREC_RADIX# COLUMN_USAGE "
                        + "REMARKS CHAR_OCTET_LENGTH# IS_NULLABLE")
                .result();
    }

    @Override
    public ResultSet getColumnPrivileges(String catalog, String schema, String table, String columnPattern) {
        return new MetaDataRows("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE").result();
    }

    @Override
    public ResultSet getTablePrivileges(String catalog, String schemaPattern, String tablePattern) {
        return new MetaDataRows("TABLE_CAT TABLE_SCHEM TABLE_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE").result();
    }

    @Override
    public ResultSet getVersionColumns(String catalog, String schema, String table) {
        return new MetaDataRows("SCOPE% COLUMN_NAME DATA_TYPE# TYPE_NAME COLUMN_SIZE# BUFFER_LENGTH# DECIMAL_DIGITS% PSEUDO_COLUMN%")
                .result();
    }

    @Override
    public ResultSet getUDTs(String catalog, String schemaPattern, String namePattern, int[] types) {
        return new MetaDataRows("TYPE_CAT TYPE_SCHEM TYPE_NAME CLASS_NAME DATA_TYPE# REMARKS BASE_TYPE%").result();
    }

    @Override
    public ResultSet getSuperTypes(String catalog, String schemaPattern, String namePattern) {
        return new MetaDataRows("TYPE_CAT TYPE_SCHEM TYPE_NAME SUPERTYPE_CAT SUPERTYPE_SCHEM SUPERTYPE_NAME").result();
    }

    @Override
    public ResultSet getSuperTables(String catalog, String schemaPattern, String tablePattern) {
        return new MetaDataRows("TABLE_CAT TABLE_SCHEM TABLE_NAME SUPERTABLE_NAME").result();
    }

    @Override
    public ResultSet getAttributes(String catalog, String schemaPattern, String typePattern, String attributePattern) {
        return new MetaDataRows(
                "TYPE_CAT TYPE_SCHEM TYPE_NAME ATTR_NAME DATA_TYPE# ATTR_TYPE_NAME ATTR_SIZE# DECIMAL_DIGITS# NUM_PREC_RADIX# "
                        + "NULLABLE# REMARKS ATTR_DEF SQL_DATA_TYPE# SQL_DATETIME_SUB# CHAR_OCTET_LENGTH# ORDINAL_POSITION# IS_NULLABLE SCOPE_CATALOG "
                        + "SCOPE_SCHEMA SCOPE_TABLE SOURCE_DATA_TYPE%")
                .result();
    }

    @Override
    public ResultSet getClientInfoProperties() {
        return new MetaDataRows("NAME MAX_LEN# DEFAULT_VALUE DESCRIPTION")
                .add("ApplicationName", 256, "", "name that the client gives itself").result();
    }

    @Override
    public String getDatabaseProductName() {
        return "Millrace";
    }

    @Override
    public String getDriverName() {
        return "Millrace JDBC Driver";
    }

    @Override
    public String getDriverVersion() {
        return DriverVersion.TEXT;
    }

    @Override
    public String getIdentifierQuoteString() {
        return "\"";
    }

    @Override
    public String getSearchStringEscape() {
        return "\\";
    }

    @Override
    public String getExtraNameCharacters() {
        return "";
    }

    @Override
    public String getSchemaTerm() {
        return "schema";
    }

    @Override
    public String getProcedureTerm() {
        return "procedure";
    }

    @Override
    public String getCatalogTerm() {
        return "catalog";
    }

    @Override
    public String getCatalogSeparator() {
        return ".";
    }

    @Override
    public String getSQLKeywords() {
        return "ARRAY,EMIT,EXPLAIN,FRESHNESS,ILIKE,LIMIT,MATERIALIZED,OFFSET,OVERWRITE,PIVOT,QUALIFY,REFRESH,SINK,STREAM,SUBSCRIBE,TUMBLE,HOP,"
                + "CUMULATE,WATERMARK";
    }

    @Override
    public String getNumericFunctions() {
        return "ABS,ACOS,ASIN,ATAN,ATAN2,CEILING,COS,COT,DEGREES,EXP,FLOOR,LOG,LOG10,MOD,PI,POWER,RADIANS,ROUND,SIGN,SIN,SQRT,TAN,TRUNCATE";
    }

    @Override
    public String getStringFunctions() {
        return "ASCII,CHAR,CHAR_LENGTH,CHARACTER_LENGTH,CONCAT,INSERT,LCASE,LEFT,LENGTH,LOCATE,LTRIM,OCTET_LENGTH,POSITION,REPEAT,"
                + "REPLACE,RIGHT,RTRIM,SPACE,SUBSTRING,UCASE";
    }

    @Override
    public String getSystemFunctions() {
        return "DATABASE,IFNULL,USER";
    }

    @Override
    public String getTimeDateFunctions() {
        return "CURRENT_DATE,CURDATE,CURRENT_TIME,CURTIME,CURRENT_TIMESTAMP,NOW,DAYNAME,DAYOFMONTH,DAYOFWEEK,DAYOFYEAR,EXTRACT,HOUR,MINUTE,"
                + "MONTH,MONTHNAME,QUARTER,SECOND,TIMESTAMPADD,TIMESTAMPDIFF,WEEK,YEAR";
    }

    @Override
    public long getMaxLogicalLobSize() {
        return Integer.MAX_VALUE;
    }
}
