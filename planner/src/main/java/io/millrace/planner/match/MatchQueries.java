package io.millrace.planner.match;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlNode;

/** Types the expressions of MATCH_RECOGNIZE: each list of them is a query of its own over a table of what they read. */
public interface MatchQueries {
    /** A table of the statement's own whose columns are {@code $0}, {@code $1} … of these types; the result is its name, to be read FROM. */
    SqlNode table(List<RelDataType> columns);

    /** Validates a query and converts it. */
    RelNode convert(SqlNode query);
}
