package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import org.apache.calcite.sql.SqlNode;

/** A scalar expression: its tree for the planner and its text for the catalog. */
public record ExpressionText(SqlNode node, String sql, SourcePosition position) {}
