package io.millrace.cluster.view;

import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;

/** The columns of a table that ON ERROR SKIP INTO names. */
public final class ErrorTable {
    public static final String VIEW_NAME = "view_name";

    public static final Schema COLUMNS = Schema.of(
            Field.of(VIEW_NAME, SqlType.VARCHAR),
            Field.of("error_code", SqlType.VARCHAR),
            Field.of("error_message", SqlType.VARCHAR),
            Field.of("source_name", SqlType.VARCHAR),
            Field.of("source_partition", SqlType.INTEGER),
            Field.of("source_offset", SqlType.BIGINT),
            Field.of("row_data", SqlType.JSON));

    private ErrorTable() {}
}
