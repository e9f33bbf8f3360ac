package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import io.millrace.common.type.SqlType;
import java.util.Optional;

/**
 * A column of CREATE TABLE or CREATE STREAM.
 *
 * @param metadata key of the source's metadata that fills the column (METADATA FROM 'key'; the column's own name if no key is given)
 */
public record ColumnDefinition(
        String name,
        SqlType type,
        boolean nullable,
        Optional<ExpressionText> defaultValue,
        Optional<String> metadata,
        SourcePosition position) {}
