package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import org.apache.calcite.sql.SqlNode;

/** A query inside a statement: its tree for the planner and its text, without semicolon, for the catalog. The tree may be validated only once: {@code SqlToRelConverter} and the validator write into it. */
public record QueryText(SqlNode node, String sql, SourcePosition position) {}
