package io.millrace.frontend.execution;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.parser.SqlTrees;
import io.millrace.frontend.session.Session;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Puts the session's user and schema in the place of CURRENT_USER and its kin, in a tree that is written into. */
final class SessionNames extends SqlBasicVisitor<SqlNode> {
    private static final Set<String> USER = Set.of("current_user", "session_user", "current_role");

    private static final String SCHEMA = "current_schema";

    private final Session session;
    private final boolean continuous;

    private SessionNames(Session session, boolean continuous) {
        this.session = session;
        this.continuous = continuous;
    }

    /** @param continuous whether the query outlives the session, so that the names mean nothing in it: NOT_DETERMINISTIC */
    static SqlNode replace(SqlNode query, Session session, boolean continuous) {
        return query.accept(new SessionNames(session, continuous));
    }

    @Override
    public SqlNode visit(SqlCall call) {
        if (call instanceof SqlSelect select) {
            nameItems(select);
        }
        List<SqlNode> operands = call.getOperandList();
        int count = call.getKind() == SqlKind.AS ? 1 : operands.size();
        for (int i = 0; i < count; i++) {
            SqlNode operand = operands.get(i);
            SqlNode replaced = operand == null ? null : operand.accept(this);
            if (replaced != operand) {
                call.setOperand(i, replaced);
            }
        }
        return call;
    }

    /** A bare one in a SELECT's list names its column, as in PostgreSQL. */
    private void nameItems(SqlSelect select) {
        SqlNodeList items = select.getSelectList();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof SqlIdentifier name && isSessionName(name)) {
                items.set(i, SqlTrees.alias(name.accept(this), name.getSimple().toLowerCase(Locale.ROOT)));
            }
        }
    }

    @Override
    public SqlNode visit(SqlLiteral literal) {
        return literal;
    }

    @Override
    public SqlNode visit(SqlDataTypeSpec type) {
        return type;
    }

    @Override
    public SqlNode visit(SqlDynamicParam parameter) {
        return parameter;
    }

    @Override
    public SqlNode visit(SqlIntervalQualifier interval) {
        return interval;
    }

    @Override
    public SqlNode visit(SqlNodeList list) {
        for (int i = 0; i < list.size(); i++) {
            SqlNode item = list.get(i);
            SqlNode replaced = item == null ? null : item.accept(this);
            if (replaced != item) {
                list.set(i, replaced);
            }
        }
        return list;
    }

    @Override
    public SqlNode visit(SqlIdentifier identifier) {
        if (!isSessionName(identifier)) {
            return identifier;
        }
        SqlParserPos at = identifier.getParserPosition();
        String name = identifier.getSimple().toLowerCase(Locale.ROOT);
        if (continuous) {
            throw new MillraceException(ErrorCode.NOT_DETERMINISTIC,
                    name.toUpperCase(Locale.ROOT) + " means nothing in a continuous query: it outlives the session")
                    .at(new SourcePosition(Math.max(1, at.getLineNum()), Math.max(1, at.getColumnNum())));
        }
        String text = name.equals(SCHEMA) ? session.schema() : session.user();
        return SqlTrees.cast(SqlLiteral.createCharString(text, "UTF-8", at), SqlType.VARCHAR);
    }

    private static boolean isSessionName(SqlIdentifier identifier) {
        if (!identifier.isSimple() || identifier.isComponentQuoted(0)) {
            return false;
        }
        String name = identifier.getSimple().toLowerCase(Locale.ROOT);
        return USER.contains(name) || name.equals(SCHEMA);
    }
}
