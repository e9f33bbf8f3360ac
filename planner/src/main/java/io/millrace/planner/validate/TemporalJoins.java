package io.millrace.planner.validate;

import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.planner.catalog.CatalogReader;
import io.millrace.planner.catalog.StatementCatalog;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlAsofJoin;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * A join with the version of a key that was valid at a row's time:
 *
 * <pre>
 * o JOIN r FOR SYSTEM_TIME AS OF o.at AS v ON o.k = v.k
 * o ASOF JOIN [all versions of r] AS v MATCH_CONDITION o.at &gt;= v.time ON o.k = v.k
 * </pre>
 *
 * where {@code time} is the column of the stream's watermark. A literal time is no join's matter: the table is read as it was then.
 */
final class TemporalJoins {
    private TemporalJoins() {}

    /** The join itself if it is no temporal one. */
    static SqlCall rewrite(SqlJoin join, CatalogReader reader) {
        SqlNode right = join.getRight();
        SqlNode alias = right.getKind() == SqlKind.AS ? ((SqlCall) right).operand(1) : null;
        SqlNode inner = alias == null ? right : ((SqlCall) right).operand(0);
        if (!(inner instanceof SqlSnapshot snapshot) || snapshot.getPeriod() instanceof SqlLiteral) {
            return join;
        }
        SqlParserPos position = join.getParserPosition();
        if (!(snapshot.getTableRef() instanceof SqlIdentifier table)) {
            throw Positions.at(new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "FOR SYSTEM_TIME of something that is not a stream"),
                    inner);
        }
        boolean plain = join.getJoinType() == JoinType.INNER || join.getJoinType() == JoinType.LEFT;
        if (!plain || join.getConditionType() != JoinConditionType.ON || alias != null && ((SqlCall) right).operandCount() > 2) {
            throw Positions.at(new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                    "a temporal join is JOIN or LEFT JOIN … FOR SYSTEM_TIME AS OF time AS name ON …"), join);
        }
        ObjectName name = table.names.size() == 1
                ? new ObjectName(reader.searchSchema(), table.getSimple())
                : new ObjectName(table.names.get(0), table.names.get(1));
        StatementCatalog.Versions versions = versions(reader, name, table);
        requireKey(join.getCondition(), versions, name, join);
        SqlIdentifier known = alias instanceof SqlIdentifier given ? given : new SqlIdentifier(table.names.getLast(), position);
        SqlNode read = SqlStdOperatorTable.AS.createCall(
                position, new SqlIdentifier(List.of(StatementCatalog.UNNAMED, versions.key()), table.getParserPosition()), known);
        SqlNode match = SqlStdOperatorTable.GREATER_THAN_OR_EQUAL.createCall(
                position, snapshot.getPeriod(), new SqlIdentifier(List.of(known.getSimple(), versions.timeColumn()), position));
        JoinType type = join.getJoinType() == JoinType.INNER ? JoinType.ASOF : JoinType.LEFT_ASOF;
        return new SqlAsofJoin(
                position, join.getLeft(), SqlLiteral.createBoolean(false, position), type.symbol(position), read,
                JoinConditionType.ON.symbol(position), join.getCondition(), match);
    }

    private static StatementCatalog.Versions versions(CatalogReader reader, ObjectName name, SqlIdentifier table) {
        try {
            return reader.catalog().addVersions(name, reader);
        } catch (MillraceException e) {
            throw Positions.at(e, table);
        }
    }

    /** Versions are those of one row only if the whole key is given. */
    private static void requireKey(SqlNode condition, StatementCatalog.Versions versions, ObjectName name, SqlNode join) {
        Set<String> named = new HashSet<>();
        condition.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlIdentifier identifier) {
                named.add(identifier.names.getLast());
                return null;
            }
        });
        if (!named.containsAll(versions.primaryKey())) {
            throw Positions.at(new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "a temporal join with \"" + name + "\" compares its primary key (" + String.join(", ", versions.primaryKey())
                            + ") in ON"),
                    join);
        }
    }
}
